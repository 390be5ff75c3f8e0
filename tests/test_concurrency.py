"""Many visitors at once: the first questions of a fresh process arrive together and all are answered."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.commands import ROOT

PROGRAM = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from assistant.answering import Assistant
from assistant.settings import Settings

questions = ["谁来推动区职业教育联盟实体化运作?", "区总工会负责哪些任务?", "抵免比例是多少?", "職教聯盟由誰負責?"] * 4
assistant = Assistant.open(Settings(home=Path(sys.argv[1])))
with ThreadPoolExecutor(8) as pool:
    answers = list(pool.map(assistant.answer, questions))
print(json.dumps([answer.markdown for answer in answers]))
"""


def test_questions_that_arrive_together_in_a_fresh_process_are_all_answered(plan_home: Path) -> None:
    for _ in range(3):  # a race is not lost every time
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(plan_home)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr[-400:]
        answers = json.loads(run.stdout)
        assert answers[:4] * 4 == answers
        assert all(answers)
