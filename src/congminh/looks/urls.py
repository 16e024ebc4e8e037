"""Address of the looks at one's own figures."""

from django.urls import path

from congminh.looks import views

urlpatterns = [path("ai-da-xem/", views.looks, name="looks")]
