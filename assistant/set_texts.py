"""What answers over the whole ledger say, in Chinese and English; `assistant.wording` speaks them."""

from __future__ import annotations

SET_TEXTS: dict[str, tuple[str, str]] = {
    "tasks_of": (
        "{names}列为责任部门的任务共{count}项:",
        "Tasks for which {names} is listed as responsible: {count} tasks in all.",
    ),
    "tasks_joint": (
        "{names}共同列为责任部门的任务共{count}项:",
        "Tasks for which {names} are listed together: {count} tasks in all.",
    ),
    "tasks_alone": (
        "只列{names}一家的任务共{count}项:",
        "Tasks for which {names} is the only office listed: {count} tasks in all.",
    ),
    "among_them_alone": (
        "其中只列{names}一家的有{count}项{which}。",
        "{names} is the only office listed for {count} of them{which}.",
    ),
    "which_numbers": ("(下列第{numbers}项)", " (numbers {numbers} below)"),
    "tasks_alone_joint": (
        "只列{names}、没有别的部门的任务共{count}项:",
        "Tasks that list {names} and no other office: {count} tasks in all.",
    ),
    "tasks_without": ("没有列{names}的任务共{count}项:", "Tasks that do not list {names}: {count} tasks in all."),
    "closest": (
        "共同列为责任部门次数最多的是{names},共{count}项:",
        "The offices listed together most often are {names}, with {count} tasks.",
    ),
    "tasks_first": (
        "{names}列在第一位的任务共{count}项(第一位不等于牵头):",
        "Tasks that list {names} first: {count} tasks in all (first does not mean lead).",
    ),
    "tasks_sized": (
        "责任部门数为{size}的任务共{count}项:",
        "Tasks with {size} responsible offices: {count} tasks in all.",
    ),
    "difference": (
        "{one}列为责任部门的任务有{first}项,{other}有{second}项,相差{gap}项。",
        "{one} is listed for {first} task(s), {other} for {second} task(s); they differ by {gap}.",
    ),
    "offices_with": (
        "列为责任部门各{number}项的有{count}家:{names}。",
        "{count} office(s) with {number} task(s) each: {names}.",
    ),
    "offices_with_none": ("没有哪个部门恰好列了{number}项任务。", "No office is listed for exactly {number} task(s)."),
    "in_common": ("{both}项同时列了两家{which}:", "{both} task(s) list both{which}:"),
    "all_of_both": (",两家的任务完全相同", ", so that the two have exactly the same tasks"),
    "tasks_all": ("共有{count}项标注了责任部门的任务:", "{count} tasks carry a responsibility note:"),
    "tasks_unowned": (
        "没有标注责任部门的措施共{count}项(总体要求部分不分解任务,不计在内):",
        "Measures without a responsible office: {count} in all (the general requirements assign no tasks and are not counted).",
    ),
    "tasks_unowned_none": ("每一项任务都标注了责任部门。", "Every task names a responsible office."),
    "tasks_largest": (
        "列责任部门最多的任务列了{count}家,共{rows}项:",
        "The most offices on one task are {count}; tasks with that many: {rows}.",
    ),
    "row": ("{label} {heading}:{text}(责任部门:{names})", "{label} {heading}: {text} (responsible: {names})"),
    "row_unowned": ("{label} {heading}:{text}", "{label} {heading}: {text}"),
    "none_of": (
        "没有。{names}在已收录文件的责任部门中一次也没有出现。",
        "No. {names} appears nowhere among the responsible offices of the indexed documents.",
    ),
    "none_shared": (
        "没有。没有任何一项任务把{names}与其他部门列在一起。",
        "No. There is no task that lists {names} with another office.",
    ),
    "tasks_shared": (
        "{names}与其他部门一同列为责任部门的任务共{count}项:",
        "Tasks that list {names} with others: {count} tasks in all.",
    ),
    "tasks_collective": (
        "责任部门中写有“{names}”(未指明具体部门)的任务共{count}项:",
        "Tasks with “{names}”, which names no office: {count} tasks in all.",
    ),
    "none_joint": ("没有。没有任何一项任务同时列{names}。", "No. There is no task that lists {names} together."),
    "none_owned": (
        "原文未列责任部门:{scope}部分没有标注由谁负责的任务。",
        "The text names no responsible office: no task in {scope} carries a note.",
    ),
    "none_alone": ("没有。没有任何一项任务只列{names}一家。", "No. There is no task that lists {names} alone."),
    "none_scope": ("没有。在{scope}中没有列{names}的任务。", "No. In {scope} there is no task that lists {names}."),
    "busiest": (
        "列为责任部门次数最多的是{names},共{count}项。",
        "The office listed most often is {names}, with {count} tasks.",
    ),
    "idlest": (
        "列为责任部门次数最少的是{names},各{count}项。",
        "Listed least often: {names}, with {count} task(s) each.",
    ),
    "office_counts": (
        "共涉及{count}个责任部门(按任务数排列):{names}。",
        "{count} offices are named as responsible (by number of tasks): {names}.",
    ),
    "placeholder_counts": (
        "另有“{names}”为泛指,不计入部门数。",
        "“{names}” is a general expression and is not counted as an office.",
    ),
}
