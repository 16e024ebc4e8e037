"""Addresses of the organisation."""

from django.urls import path

from congminh.org.views import line, people, person, positions, readings, units
from congminh.org.views.addresses import CODE

urlpatterns = [
    path("don-vi/", units.tree, name="units"),
    path("don-vi/goi-y/", units.suggest, name="units_suggested"),
    path(f"don-vi/{CODE}/", units.unit, name="unit"),
    path(f"don-vi/{CODE}/<slug:act>/", units.unit_act, name="unit_act"),
    path("cong-chuc/", people.people, name="people"),
    path("cong-chuc/goi-y/", people.suggest, name="people_suggested"),
    path("cong-chuc/them/", person.hire, name="hire"),
    path(f"cong-chuc/{CODE}/", person.person, name="person"),
    path(f"cong-chuc/{CODE}/<slug:act>/", person.person_act, name="person_act"),
    path("vi-tri-dang-giu/<int:pk>/<slug:act>/", person.post_act, name="post_act"),
    path("ngay-nghi/<int:pk>/xoa/", person.remove_leave, name="remove_leave"),
    path("nguoi-dung-dau-cua-toi/", line.ask_line, name="ask_line"),
    path("vi-tri/", positions.positions, name="positions"),
    path("vi-tri/them/", positions.add, name="add_position"),
    path("vi-tri/<int:pk>/", positions.change, name="change_position"),
    path("nhom-tuong-dong/", positions.groups, name="peer_groups"),
    path("nhom-tuong-dong/them/", positions.add_group, name="add_peer_group"),
    path("nhom-tuong-dong/<int:pk>/", positions.change_group, name="change_peer_group"),
    path("thiet-lap/", readings.settings, name="settings"),
    path("cach-hieu/", readings.readings, name="readings"),
    path("cach-hieu/<slug:name>/", readings.reading, name="reading"),
    path("cach-hieu/<slug:name>/chon/", readings.choose, name="choose_reading"),
]
