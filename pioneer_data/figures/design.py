"""The explorers of lesson 01: dates, designs, sites, and what the programme was for."""

from pioneer_data.figures._design_chooser import design_chooser
from pioneer_data.figures._design_purpose import what_was_it_for
from pioneer_data.figures._design_sites import site_profile
from pioneer_data.figures._design_timeline import timeline

__all__ = ["design_chooser", "site_profile", "timeline", "what_was_it_for"]
