"""The pages on which admins keep the tree: edit, order with up and down, search and filter."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from . import search, tree
from .forms import RepairCodeForm, SubAreaForm, SupplierForm
from .models import Category, Priority, RepairCode, SubArea, Supplier

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline

BUTTON = '<button id="{}-{}" formaction="{}" aria-label="Move {} {}">{}</button> '


class Inside(TabularInline):
    """What is directly inside, in order; each row leads to its own page."""

    fields = ["title", "hint"]
    readonly_fields = ["title", "hint"]
    ordering = ["position"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """New ones are made on their own page, where everything can be entered."""
        return False


class SubAreasInside(Inside):
    """The sub-areas of a category."""

    model = SubArea


class LeavesInside(Inside):
    """The repair codes of a sub-area."""

    model = RepairCode
    fields = ["title", "code", "template", "active"]
    readonly_fields = ["title", "code", "template", "active"]


class NodeAdmin(ModelAdmin):
    """What every level of the tree shares: its order, its address, and the search that must know of it."""

    list_per_page = 50
    parent = ""

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """An address is chosen once: links and reports keep it."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> dict[str, Sequence[str]]:
        """Suggests the address while a new node is typed."""
        return {} if obj else {"slug": ["title"]}

    def save_model(self, request: HttpRequest, obj: tree.Node, form: "ModelForm[Any]", change: bool) -> None:
        """Puts a new or moved node last among its siblings, and makes the search know it."""
        if not change or self.parent in form.changed_data:
            tree.append(obj)
        else:
            obj.save()
        search.rebuild()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Puts the up and down buttons beside the title; they lead back to the same page of the list."""
        title, *others = self.list_display
        return [title, self._buttons(request), *others]

    def get_urls(self) -> list[URLPattern]:
        """Adds the address that the buttons post to."""
        move = self.admin_site.admin_view(self.move)
        return [path("<int:pk>/move/<str:to>/", move, name=f"{self._page}_move"), *super().get_urls()]

    @method_decorator(require_POST)
    def move(self, request: HttpRequest, pk: int, to: str) -> HttpResponseRedirect:
        """Changes places with the sibling above or below."""
        node = self.get_object(request, str(pk))
        if node is None or to not in ("up", "down"):
            raise Http404
        if not self.has_change_permission(request, node):
            raise PermissionDenied
        if tree.move(cast(tree.Node, node), to=cast(tree.Direction, to)):
            self.log_change(request, node, f"Moved {to}.")
            messages.success(request, f"{node} is one place further {to}.")
        else:
            messages.info(request, f"{node} is {'first' if to == 'up' else 'last'} already.")
        kept = request.GET.get("_changelist_filters", "")
        # The fragment keeps a keyboard where it was.
        return redirect(f"{reverse(f'admin:{self._page}_changelist')}?{kept}#{to}-{pk}")

    @property
    def _page(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def _buttons(self, request: HttpRequest) -> Callable[[tree.Node], SafeString]:
        kept = self.get_preserved_filters(request)

        @admin.display(description="Order")
        def buttons(node: tree.Node) -> SafeString:
            rows = [
                (
                    to,
                    node.pk,
                    f"{reverse(f'admin:{self._page}_move', args=[node.pk, to])}?{kept}",
                    node.title,
                    to,
                    arrow,
                )
                for to, arrow in (("up", "↑"), ("down", "↓"))
            ]
            return format_html_join("", BUTTON, rows)

        return buttons


@admin.register(Category)
class CategoryAdmin(NodeAdmin):
    """The first choice."""

    list_display = ["title", "hint"]
    search_fields = ["title", "keywords"]
    ordering = ["position"]
    inlines = [SubAreasInside]


@admin.register(SubArea)
class SubAreaAdmin(NodeAdmin):
    """The second choice."""

    form = SubAreaForm
    parent = "category"
    list_display = ["full_title", "hint"]
    list_filter = ["category"]
    list_select_related = ["category"]
    search_fields = ["title", "keywords", "category__title"]
    ordering = ["category__position", "position"]
    inlines = [LeavesInside]


@admin.register(RepairCode)
class RepairCodeAdmin(NodeAdmin):
    """The leaves: what a tenant ends at, and what the scheduling system is asked for."""

    form = RepairCodeForm
    parent = "sub_area"
    list_display = ["full_title", "asked_for", "priority", "done_by", "active"]
    list_filter = ["sub_area__category", "contractor", "priority", "active", "area", "supplier"]
    list_select_related = ["sub_area__category", "priority", "supplier"]
    search_fields = ["title", "hint", "keywords", "code", "sub_area__title", "sub_area__category__title"]
    ordering = ["sub_area__category__position", "sub_area__position", "position"]
    fieldsets = [
        ("What a tenant sees", {"fields": ["sub_area", "title", "slug", "hint", "area", "common", "active"]}),
        ("How people find it", {"fields": ["keywords"]}),
        ("Before it is reported", {"fields": ["danger_question", "try_first", "visit_note"]}),
        (
            "What is asked for",
            {
                "fields": [
                    "code",
                    "template",
                    "further_codes",
                    "attributes",
                    "trade",
                    "priority",
                    "out_of_hours",
                    "two_to_attend",
                ]
            },
        ),
        ("Who does it", {"fields": ["contractor", "supplier"]}),
    ]

    @admin.display(description="repair code", ordering="code")
    def asked_for(self, leaf: RepairCode) -> str:
        """The code, or the template that stands for it."""
        return leaf.code or f"template {leaf.template}"

    @admin.display(description="done by", ordering="supplier__name")
    def done_by(self, leaf: RepairCode) -> str:
        """Our own team, or the firm."""
        return leaf.supplier.name if leaf.supplier else leaf.get_contractor_display()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Reports point at it: it is taken away by unticking “active”."""
        return False


@admin.register(Priority)
class PriorityAdmin(ModelAdmin):
    """How soon."""

    list_display = ["title", "external_id", "target_days", "working_days"]


@admin.register(Supplier)
class SupplierAdmin(ModelAdmin):
    """The outside firms."""

    form = SupplierForm
    list_display = ["name", "external_id", "phone", "route"]
    list_filter = ["route"]
    search_fields = ["name", "external_id"]
    fieldsets = [
        (None, {"fields": ["name", "external_id", "phone"]}),
        ("How it gets its work", {"fields": ["route", "system", "email", "answer_days"]}),
    ]
