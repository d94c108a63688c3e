from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='command',
            name='command_one_live_per_order',
        ),
        migrations.AddField(
            model_name='appointment',
            name='missed_at',
            field=models.DateTimeField(null=True, verbose_name='a read did not show it'),
        ),
        migrations.AddField(
            model_name='order',
            name='concern',
            field=models.CharField(blank=True, choices=[('two_live_visits', 'two live visits'), ('order_gone', 'the remote does not know the order any more'), ('order_stands', 'the remote has the order after all')], max_length=32, verbose_name='what staff were called for'),
        ),
        migrations.AddConstraint(
            model_name='command',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'sending', 'unknown', 'needs_staff'])), fields=('order',), name='command_one_unsettled_per_order'),
        ),
        migrations.AddConstraint(
            model_name='command',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), models.Q(('lease__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='command_sending_has_a_lease'),
        ),
        migrations.AddConstraint(
            model_name='command',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'unknown'), _negated=True), ('unknown_since__isnull', False), _connector='OR'), name='command_unknown_since_when'),
        ),
    ]
