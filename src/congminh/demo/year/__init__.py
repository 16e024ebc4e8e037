"""The year of the demonstration agency: its organisations (Điều 5–9) and its people (Điều 19–22) in full swing."""

from congminh.demo.year.people import load_year
from congminh.demo.year.units import load_unit_year

__all__ = ["load_unit_year", "load_year"]
