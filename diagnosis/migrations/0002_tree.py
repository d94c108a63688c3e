
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('diagnosis', '0001_search_extensions'),
    ]

    operations = [
        migrations.CreateModel(
            name='RepairCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='In the words that a tenant would use.', max_length=80)),
                ('hint', models.CharField(blank=True, help_text='A short line under the title.', max_length=200)),
                ('keywords', models.TextField(blank=True, help_text='Everyday words that people may type, with spaces between them. Nobody sees them.')),
                ('position', models.PositiveIntegerField(editable=False)),
                ('slug', models.SlugField(help_text="Part of the page's address, as in bath-leak.", max_length=80, unique=True, verbose_name='address')),
                ('area', models.CharField(choices=[('home', 'In the home'), ('shared', 'In a shared area'), ('both', 'Either')], default='home', max_length=6, verbose_name='where')),
                ('common', models.BooleanField(default=False, help_text='Shown among the repairs that people report most.')),
                ('active', models.BooleanField(default=True, help_text='Untick to take it away from tenants without losing it.')),
                ('code', models.CharField(blank=True, help_text='As the scheduling system has it, as in BATH001.', max_length=32, verbose_name='repair code')),
                ('template', models.PositiveIntegerField(blank=True, help_text='Its number, where a template stands for the code.', null=True, verbose_name='code template')),
                ('trade', models.CharField(max_length=64)),
                ('contractor', models.CharField(choices=[('internal', 'Our own team'), ('external', 'An outside firm')], default='internal', max_length=8, verbose_name='done by')),
                ('out_of_hours', models.BooleanField(default=False, verbose_name='may be done out of hours')),
                ('two_to_attend', models.BooleanField(default=False, verbose_name='needs two people')),
                ('danger_question', models.CharField(blank=True, help_text='Asked before anything else; yes leads to the emergency page.', max_length=200)),
                ('try_first', models.TextField(blank=True, help_text='Plain advice, one step a line.', verbose_name='try this first')),
                ('visit_note', models.CharField(blank=True, help_text='What a tenant should do before we come.', max_length=300, verbose_name='before the visit')),
            ],
            options={
                'ordering': ['sub_area', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=32, unique=True, verbose_name='name in the scheduling system')),
                ('title', models.CharField(max_length=64, unique=True)),
                ('target_days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1, 'Enter 1 day or more.')], verbose_name='days until it is due')),
                ('working_days', models.BooleanField(default=False, help_text='Leaves out weekends and bank holidays.', verbose_name='count working days only')),
            ],
            options={
                'verbose_name_plural': 'priorities',
                'ordering': ['target_days', 'title'],
            },
        ),
        migrations.CreateModel(
            name='SubArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='In the words that a tenant would use.', max_length=80)),
                ('hint', models.CharField(blank=True, help_text='A short line under the title.', max_length=200)),
                ('keywords', models.TextField(blank=True, help_text='Everyday words that people may type, with spaces between them. Nobody sees them.')),
                ('position', models.PositiveIntegerField(editable=False)),
                ('slug', models.SlugField(help_text="Part of the page's address, as in taps.", verbose_name='address')),
                ('question', models.CharField(blank=True, help_text='Asked on the next page. Blank: the usual one.', max_length=120, verbose_name='next question')),
            ],
            options={
                'verbose_name': 'sub-area',
                'ordering': ['category__position', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=32, unique=True, verbose_name='name in the scheduling system')),
                ('name', models.CharField(max_length=128, unique=True)),
                ('phone', models.CharField(blank=True, max_length=32, verbose_name='telephone')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('word', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('stem', models.CharField(max_length=64)),
                ('leaves', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='In the words that a tenant would use.', max_length=80)),
                ('hint', models.CharField(blank=True, help_text='A short line under the title.', max_length=200)),
                ('keywords', models.TextField(blank=True, help_text='Everyday words that people may type, with spaces between them. Nobody sees them.')),
                ('position', models.PositiveIntegerField(editable=False)),
                ('slug', models.SlugField(help_text="Part of the page's address, as in baths.", unique=True, verbose_name='address')),
                ('question', models.CharField(blank=True, help_text='Asked on the next page. Blank: the usual one.', max_length=120, verbose_name='next question')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('position',), name='category_has_a_place_of_its_own')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='entry', serialize=False, to='diagnosis.repaircode')),
                ('phrase', models.TextField()),
                ('document', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name_plural': 'entries',
            },
        ),
        migrations.AddField(
            model_name='repaircode',
            name='priority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='diagnosis.priority'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.CheckConstraint(condition=models.Q(('target_days__gte', 1)), name='priority_is_due_after_a_day_or_more', violation_error_message='Enter 1 day or more.'),
        ),
        migrations.AddField(
            model_name='subarea',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sub_areas', to='diagnosis.category'),
        ),
        migrations.AddField(
            model_name='repaircode',
            name='sub_area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='diagnosis.subarea', verbose_name='sub-area'),
        ),
        migrations.AddField(
            model_name='repaircode',
            name='supplier',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='diagnosis.supplier', verbose_name='firm'),
        ),
        migrations.AddIndex(
            model_name='word',
            index=django.contrib.postgres.indexes.GistIndex(fields=['word'], name='word_trigrams', opclasses=['gist_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='word',
            index=models.Index(fields=['stem'], name='word_stem'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['document'], name='entry_document'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GistIndex(fields=['phrase'], name='entry_phrase_trigrams', opclasses=['gist_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='subarea',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('category', 'position'), name='sub_area_has_a_place_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='subarea',
            constraint=models.UniqueConstraint(fields=('category', 'slug'), name='sub_area_address_is_used_once_in_a_category', violation_error_message='Another sub-area of this category has this address.'),
        ),
        migrations.AddConstraint(
            model_name='repaircode',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('sub_area', 'position'), name='repair_code_has_a_place_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='repaircode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('code', ''), _negated=True), ('template__isnull', True)), models.Q(('code', ''), ('template__isnull', False)), _connector='OR'), name='repair_code_has_a_code_or_a_template', violation_error_message='Enter either a repair code or a code template, not both.'),
        ),
        migrations.AddConstraint(
            model_name='repaircode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contractor', 'external'), ('supplier__isnull', False)), models.Q(('contractor', 'internal'), ('supplier__isnull', True)), _connector='OR'), name='repair_code_names_a_firm_only_when_a_firm_does_it', violation_error_message='Choose a firm when an outside firm does it, and only then.'),
        ),
        migrations.AddConstraint(
            model_name='repaircode',
            constraint=models.CheckConstraint(condition=models.Q(('area__in', ['home', 'shared', 'both'])), name='repair_code_is_in_the_home_or_a_shared_area_or_either', violation_error_message='Choose where in the building it is.'),
        ),
    ]
