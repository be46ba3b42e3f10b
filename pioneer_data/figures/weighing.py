"""The explorers of lesson 05; each is in a module of its own."""

from pioneer_data.figures._weighing_claims import claims_audit
from pioneer_data.figures._weighing_ladder import confidence_ladder
from pioneer_data.figures._weighing_next_study import what_would_change_your_mind
from pioneer_data.figures._weighing_programmes import three_programmes

__all__ = ["claims_audit", "confidence_ladder", "three_programmes", "what_would_change_your_mind"]
