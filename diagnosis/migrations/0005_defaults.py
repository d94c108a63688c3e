import diagnosis.particulars
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diagnosis', '0004_traits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='repaircode',
            name='attributes',
            field=models.TextField(blank=True, db_default='', default='', help_text='What planning must respect, one a line, as the scheduling system calls it: Asbestos = Yes', validators=[diagnosis.particulars.check_attributes]),
        ),
        migrations.AlterField(
            model_name='repaircode',
            name='further_codes',
            field=models.TextField(blank=True, db_default='', default='', help_text='Set on the order once it is raised: one a line with its quantity, as in TILE002 2.5', validators=[diagnosis.particulars.check_codes]),
        ),
        migrations.AlterField(
            model_name='supplier',
            name='answer_days',
            field=models.PositiveSmallIntegerField(db_default=2, default=2, help_text='Who has not answered an e-mail by then is called by the repairs team.', validators=[django.core.validators.MinValueValidator(1, 'Enter 1 day or more.'), django.core.validators.MaxValueValidator(20, 'Enter 20 days or fewer.')], verbose_name='working days to answer'),
        ),
        migrations.AlterField(
            model_name='supplier',
            name='email',
            field=models.EmailField(blank=True, db_default='', default='', max_length=254, verbose_name='e-mail address'),
        ),
        migrations.AlterField(
            model_name='supplier',
            name='route',
            field=models.CharField(choices=[('connect', "As a sub-contractor's order in our own system, Connect"), ('system', "In the firm's own scheduling system, with times for tenants to choose from"), ('email', 'By e-mail, with a link to agree a time')], db_default='connect', default='connect', max_length=8, verbose_name='gets its work'),
        ),
        migrations.AlterField(
            model_name='supplier',
            name='system',
            field=models.CharField(blank=True, db_default='', default='', max_length=32, verbose_name='its own system'),
        ),
    ]
