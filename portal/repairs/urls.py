"""The addresses of the tenant's journey."""

from django.urls import path

from portal.repairs import (
    calendar,
    cancel,
    diagnose,
    follow,
    jump,
    photo_pages,
    proposals,
    report,
    times,
)

REPAIR = "<uuid:pk>/"
VISIT = REPAIR + "appointments/<int:appointment>/"

urlpatterns = [
    path("", follow.repairs, name="repairs"),
    path("home-visits/", follow.home_visits, name="repairs-home"),
    path("new/", report.new, name="repair-new"),
    path(REPAIR, follow.repair, name="repair"),
    path(REPAIR + "progress/", follow.progress, name="repair-progress"),
    path(REPAIR + "where/", diagnose.place, name="repair-place"),
    path(REPAIR + "known/", diagnose.known, name="repair-known"),
    path(REPAIR + "problem/", diagnose.problem, name="repair-problem"),
    path(REPAIR + "problem/choose/", diagnose.choose, name="repair-choose"),
    path(REPAIR + "problem/<slug:category>/", diagnose.category, name="repair-category"),
    path(REPAIR + "problem/<slug:category>/<slug:sub_area>/", diagnose.sub_area, name="repair-sub-area"),
    path(REPAIR + "danger/", diagnose.danger, name="repair-danger"),
    path(REPAIR + "try-this-first/", diagnose.try_first, name="repair-try"),
    path(REPAIR + "describe/", report.describe, name="repair-describe"),
    path(REPAIR + "photos/", photo_pages.choose, name="repair-photos"),
    path(REPAIR + "photos/<uuid:photo>/", photo_pages.show, name="repair-photo"),
    path(REPAIR + "photos/<uuid:photo>/remove/", photo_pages.remove, name="repair-photo-remove"),
    path(REPAIR + "something-else/", report.something_else, name="repair-other"),
    path(REPAIR + "check/", report.check, name="repair-check"),
    path(REPAIR + "first-days/", report.first_days, name="repair-first"),
    path(REPAIR + "discard/", report.discard, name="repair-discard"),
    path(REPAIR + "times/", times.choose, name="repair-times"),
    path(REPAIR + "times/grid/", times.grid, name="repair-grid"),
    path(REPAIR + "times/confirm/", times.confirm, name="repair-confirm"),
    path(VISIT + "times/", times.choose, name="repair-move"),
    path(VISIT + "times/grid/", times.grid, name="repair-move-grid"),
    path(VISIT + "times/confirm/", times.confirm, name="repair-move-confirm"),
    path(VISIT + "calendar.ics", calendar.calendar, name="repair-calendar"),
    path(REPAIR + "times/none/", times.none_suits, name="repair-none-suits"),
    path(REPAIR + "contractor/", proposals.answer, name="repair-contractor"),
    path(REPAIR + "cancel/", cancel.cancel, name="repair-cancel"),
    path(REPAIR + "connect/", jump.open_screen, name="repair-jump"),
    path(REPAIR + "connect/finished/", jump.finished, name="repair-jump-finished"),
]
