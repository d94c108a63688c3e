import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_photos")]
    operations = [
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Whose system it is and what for.', max_length=64)),
                ('prefix', models.CharField(editable=False, max_length=16, unique=True, verbose_name='key begins with')),
                ('key_hash', models.CharField(editable=False, max_length=64)),
                ('rights', models.CharField(choices=[('slots', 'Slots only: the tree, free times, and where each order stands'), ('orders', 'Slots and orders: also raise, book, move and cancel, with dates'), ('diary', "Full diary: also tenants' names, numbers, addresses and words")], max_length=8)),
                ('suppliers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('expires_at', models.DateTimeField(verbose_name='stops working on')),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('last_used_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name_plural': 'accesses',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AccessChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('created', 'created'), ('revoked', 'revoked')], max_length=16)),
                ('by', models.CharField(max_length=64, verbose_name='who')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='when')),
                ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='portal.access')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=128)),
                ('digest', models.CharField(max_length=64, verbose_name='hash of the request')),
                ('answer', models.JSONField(null=True)),
                ('holder', models.UUIDField()),
                ('busy_until', models.DateTimeField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                ('access', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='portal.access')),
            ],
        ),
        migrations.AddField(
            model_name='person',
            name='is_owner',
            field=models.BooleanField(default=False, editable=False, verbose_name='owner of this portal'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('is_owner', True)), fields=('is_owner',), name='person_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.CheckConstraint(condition=models.Q(('rights__in', ['slots', 'orders', 'diary'])), name='access_rights_are_known'),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('created_at'), '+', models.Value(datetime.timedelta(days=731))))), name='access_ends_within_two_years'),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('name',), name='access_name_is_used_once', violation_error_message='Another access has this name and is not revoked.'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('access', 'key'), name='receipt_once_per_key'),
        ),
    ]
