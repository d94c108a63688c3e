import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0002_tree")]
    operations = [
        migrations.AddField(
            model_name="supplier",
            name="route",
            field=models.CharField(
                choices=[
                    ("connect", "As a sub-contractor's order in our own system, Connect"),
                    ("system", "In the firm's own scheduling system, with times for tenants to choose from"),
                    ("email", "By e-mail, with a link to agree a time"),
                ],
                default="connect",
                max_length=8,
                verbose_name="gets its work",
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="system",
            field=models.CharField(blank=True, max_length=32, verbose_name="its own system"),
        ),
        migrations.AddField(
            model_name="supplier",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AddField(
            model_name="supplier",
            name="answer_days",
            field=models.PositiveSmallIntegerField(
                default=2,
                help_text="Who has not answered an e-mail by then is called by the repairs team.",
                validators=[
                    django.core.validators.MinValueValidator(1, "Enter 1 day or more."),
                    django.core.validators.MaxValueValidator(20, "Enter 20 days or fewer."),
                ],
                verbose_name="working days to answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplier",
            constraint=models.CheckConstraint(
                name="supplier_can_be_reached_on_its_route",
                condition=models.Q(
                    ("route", "connect"),
                    models.Q(("route", "system"), models.Q(("system", ""), _negated=True)),
                    models.Q(("route", "email"), models.Q(("email", ""), _negated=True)),
                    _connector="OR",
                ),
                violation_error_message=(
                    "Say which system the firm has, or at which address it reads e-mails."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="supplier",
            constraint=models.CheckConstraint(
                name="supplier_has_a_day_or_more_to_answer",
                condition=models.Q(("answer_days__gte", 1)),
                violation_error_message="Enter 1 day or more.",
            ),
        ),
    ]
