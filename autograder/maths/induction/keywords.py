"""Words that tell the role of a formula in a proof, in the languages that students use.

They only decide which part of the induction a line belongs to, never whether the line is true. Each list gives the
starts of words; entries of up to three letters are whole words, `_` stands for a space, and `$` means right before a
formula (Spanish "se cumple" assumes nothing, Italian "se Mⁿ = …" does).
"""

from __future__ import annotations

import re

_WHOLE = 3
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _cue(beginnings: str) -> re.Pattern[str]:
    found = []
    for beginning in beginnings.split():
        text = re.escape(beginning.rstrip("$")).replace("_", r"\s+") + r"\s*\Z" * beginning.endswith("$")
        if _IDEOGRAPHS.search(beginning):
            found.append(text)
        else:
            found.append(rf"(?<!\w){text}" + r"(?!\w)" * (len(beginning) <= _WHOLE))
    return re.compile("|".join(found), re.IGNORECASE)


ASSUME = _cue(
    """
    assum suppos hypothes if given let_the let_it let_this let_us_say for_some ih i.h.
    angenommen annahme voraussetz vorausgesetzt gelte gilt_für_ein für_ein wenn falls sei_die sei_sie iv
    si supposons hypothèse admettons pour_un_certain supón suponga suponemos hipótesis
    supponiamo assumiamo ipotesi se$ supõe suponha hipótese
    предполож допуст если гипотез varsay eğer założ jeśli aanname stel
    suposem supon supond antag oleta tegyük_fel předpoklád presupun giả_sử andaikan misalkan asumsi
    υποθέτ έστω נניח نفترض لنفرض
    假设 假設 假定 设 設 若 如果 仮定 もし 가정 मान
    """
)
LET = _cue("let sei soit sea sia seja пусть 令")
"""Words that assume the formula after them. ("Let n ≥ 1" assumes nothing.)"""
HYPOTHESIS = _cue(
    """
    hypothes assumption ih i.h. iv i.v. ind.hyp voraussetzung annahme hypothèse hipótesis ipotesi hipótese
    hipòtesi antagande oletu předpoklad presupunere giả_thiết asumsi υπόθεση הנחה فرض
    предположени гипотез varsayım założeni 假设 假設 假定 仮定 가정 परिकल्पना
    """
)
BASE = _cue(
    """
    base basis initial start anchor anfang induktionsanfang verankerung ia initialisation inicial iniziale
    основани база baz baza 基础 基礎 基底 奠基 初始 起始 归纳基 기저 आधार
    """
)
THEN = _cue(
    """
    then hence therefore thus so consequently it_follows we_get we_have dann daraus somit also folglich
    alors donc entonces luego allora quindi então logo тогда значит следовательно o_zaman wtedy dan
    则 則 那么 那麼 因此 所以 于是 ならば तब अतः इसलिए
    """
)
GOAL = _cue(
    """
    show prove proof want to_be_shown zeige zeigen beweis montr démontr prouver demostr probar dimostr mostrar
    provar доказ показ göster kanıt wykaż udowod bewijz 证明 證明 要证 欲证 求证 示す 증명 सिद्ध
    """
)
ALL = _cue(
    """
    for_all for_every for_any für_alle für_jedes pour_tout para_todo per_ogni для_всех 对所有 对任意 对一切 すべて 모든
    """
)
DOUBT = _cue(
    """
    not no never wrong false incorrect instead except unless whether cannot can't contradict mistake
    nicht kein falsch statt faux pas falso incorrecto errado не неверно değil yanlış nie błęd niet fout
    不 错 錯 误 非 矛盾 ではない 아니 गलत नहीं
    """
)
SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？]")
