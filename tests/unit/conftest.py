"""A small, complete set of tables, which a test changes in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from cagame.evidence import Evidence

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = """\
name,index,symbol,unit,value,low,high,distribution,role,grade,evidence,source,derivation
"""
TABLES = {
    "actors.csv": """\
label,axis,name,kind
EU,patron,European Union,union
RU,patron,Russia,power
KZ,state,Kazakhstan,state
KG,state,Kyrgyzstan,state
TJ,state,Tajikistan,state
trade,channel,Trade,channel
aid,channel,Aid,channel
DE,member,Germany,member
REST,member,Other members,group
""",
    "ledger.csv": """\
id,document,locator,fact,actors,year,informs,grade
E001,paper,p. 1,The EU spends 42 million a year,EU,2007,budget,stated
E002,paper,p. 2,"Kazakhstan is more open than Kyrgyzstan, by far",KZ; KG,2007,openness,ordinal
E003,,-,No document gives Russian spending,RU,-,budget,assumption
""",
    "sources.yaml": """\
documents:
  paper: {title: A policy paper, authors: Nobody, date: 2018}
statistics:
  WDI: {title: World Development Indicators, publisher: World Bank}
""",
    "parameters.csv": NUMBER
    + """\
budget,RU,B_RU,EUR m/yr,300,150,600,log-triangular,uncertainty,assumption,E003,,Guessed.
budget,EU,B_EU,EUR m/yr,42.4,,,constant,constant,stated,E001,,
influence_weight,trade,w,share,0.4,0.2,0.6,simplex:channel,uncertainty,assumption,,,Guessed.
influence_weight,aid,w,share,0.6,0.4,0.8,simplex:channel,uncertainty,assumption,,Lenz 1995,Guessed.
sharpness,,eta,1,4,2,8,triangular,uncertainty,assumption,,,Guessed.
""",
    "initial_state.csv": NUMBER
    + """\
openness_2007,EU TJ,o,share,0.3,0.2,0.4,logit-triangular,uncertainty,ordinal,E002,,Coded.
openness_2007,EU KZ,o,share,0.7,0.6,0.8,logit-triangular,uncertainty,ordinal,E002,,Coded.
openness_2007,EU KG,o,share,0.5,0.4,0.6,logit-triangular,uncertainty,ordinal,E002,,Coded.
openness_2007,RU KZ,o,share,0.7,0.6,0.8,logit-triangular,uncertainty,ordinal,E002,,Coded.
openness_2007,RU KG,o,share,0.5,0.4,0.6,logit-triangular,uncertainty,ordinal,E002,,Coded.
openness_2007,RU TJ,o,share,0.3,0.2,0.4,logit-triangular,uncertainty,ordinal,E002,,Coded.
regional_tie_2007,KZ-KG,R,share,0.6,0.4,0.8,logit-triangular,uncertainty,statistic,,WDI,Coded.
regional_tie_2007,KZ-TJ,R,share,0.4,0.2,0.6,logit-triangular,uncertainty,statistic,,WDI,Coded.
regional_tie_2007,KG-TJ,R,share,0.3,0.2,0.6,logit-triangular,uncertainty,statistic,,WDI,Coded.
""",
    "member_states.csv": NUMBER
    + """\
member_count,DE,n,states,1,,,constant,constant,stated,E001,,
member_count,REST,n,states,26,,,constant,derived,derived,E001,,27 - 1
reaction,EU EU,chi,1,0,,,constant,constant,derived,E003,,By definition.
reaction,EU RU,chi,1,0.5,0,1,triangular,uncertainty,assumption,E003,,Guessed.
reaction,RU EU,chi,1,0.8,0,1,triangular,uncertainty,assumption,E003,,Guessed.
reaction,RU RU,chi,1,0,,,constant,constant,derived,E003,,By definition.
""",
    "pressures.csv": """\
name,axes,combine,neutral,unit,needs_end,meaning
budget,patron,factor,1,multiplier,false,Multiplies spending.
drought,,sum,0,share,true,Drought everywhere.
access,patron state,sum,0,share,false,Access that a state grants.
""",
    "events.csv": """\
event,title,pressure,target,from,to,ramp,intensity,low,high,unit,grade,evidence,source,derivation
rise-2014,Aid rises,budget,EU,2014,,2,1.5,1.2,2,multiplier,assumption,E001,,Guessed.
drought-2021,Drought,drought,,2021,2022,1,0.5,,,share,statistic,,WDI,
base-2012,A base,access,RU KG,2012,,1,1,,,share,stated,E002,,
""",
    "outcomes.csv": """\
name,label,unit,better,group,meaning
eu_influence,EU influence,share,higher,influence,Mean over states.
""",
    "conflicts.yaml": """\
- id: spending
  facts: [E001, E003]
  difference: One fact gives spending and the other says none is given.
  choice: The first is followed for the EU.
  reason: It is a figure.
""",
}

CODE = """\
def step(parameters, pressures, model):
    budget = parameters.budget * pressures.budget * 0.5
    weight = model.parameters.influence_weight / (1e-12 + parameters.take(3))
    reaction = getattr(parameters, "reaction") * parameters.member_count
    initial = (parameters.openness_2007, parameters.regional_tie_2007)
    sharpness = parameters.sharpness
    return budget, weight, reaction, sharpness, initial, pressures.drought, pressures.access
"""


@dataclass
class Tables:
    """A folder of tables and a folder of code that reads them."""

    data: Path
    code: Path

    def change(self, file: str, old: str, new: str) -> Tables:
        """Replace one text by another in one file."""
        path = self.code / "dynamics" / file if file.endswith(".py") else self.data / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return self

    def load(self) -> Evidence:
        return Evidence.load(self.data)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    data, code = tmp_path / "data", tmp_path / "code"
    data.mkdir()
    (code / "dynamics").mkdir(parents=True)
    for file, text in TABLES.items():
        (data / file).write_text(text, encoding="utf-8")
    (code / "dynamics" / "year.py").write_text(CODE, encoding="utf-8")
    return Tables(data, code)
