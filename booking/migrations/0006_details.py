from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0005_switches")]
    operations = [
        migrations.AlterModelOptions(
            name="order",
            options={
                "permissions": [
                    ("amend_contractor_order", "Can add to a contractor's order"),
                    ("draft_invoice", "Can draft a contractor's invoice"),
                ]
            },
        ),
        migrations.RemoveConstraint(
            model_name='command',
            name='command_one_unsettled_per_order',
        ),
        migrations.RemoveIndex(
            model_name='command',
            name='command_for_staff',
        ),
        migrations.AddField(
            model_name='command',
            name='dealt_with_at',
            field=models.DateTimeField(null=True, verbose_name='a person has seen to it'),
        ),
        migrations.AddField(
            model_name='order',
            name='contact_before',
            field=models.JSONField(null=True, verbose_name='what we believed the remote held'),
        ),
        migrations.AddField(
            model_name='order',
            name='details',
            field=models.JSONField(default=dict, verbose_name='further codes, and attributes'),
        ),
        migrations.AddField(
            model_name='order',
            name='subcontract_order',
            field=models.PositiveIntegerField(null=True, verbose_name="the remote's id of the contractor's order"),
        ),
        migrations.AlterField(
            model_name='command',
            name='kind',
            field=models.CharField(choices=[('raise', 'raise the order'), ('book', 'book an appointment'), ('move', 'move an appointment'), ('cancel', 'cancel the order'), ('hand_over', 'hand the order to a contractor'), ('detail', "set the order's codes and attributes"), ('contact', 'send new contact details'), ('amend', "add to the contractor's order"), ('invoice', "draft the contractor's invoice")], max_length=16),
        ),
        migrations.AlterField(
            model_name='order',
            name='scheduler',
            field=models.CharField(blank=True, max_length=32, verbose_name='scheduling system'),
        ),
        migrations.AddIndex(
            model_name='command',
            index=models.Index(condition=models.Q(('state', 'needs_staff'), models.Q(('dealt_with_at__isnull', True), ('kind__in', ['detail', 'contact', 'amend', 'invoice']), ('state', 'refused')), _connector='OR'), fields=['settled_at'], name='command_for_staff'),
        ),
        migrations.AddConstraint(
            model_name='command',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'sending', 'unknown', 'needs_staff']), models.Q(('kind__in', ['detail', 'contact', 'amend', 'invoice']), _negated=True)), fields=('order',), name='command_one_unsettled_per_order'),
        ),
        migrations.AddConstraint(
            model_name='command',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['detail', 'contact', 'amend', 'invoice']), ('state__in', ['planned', 'sending', 'unknown', 'needs_staff'])), fields=('order', 'kind'), name='command_one_unsettled_of_each_aside'),
        ),
    ]
