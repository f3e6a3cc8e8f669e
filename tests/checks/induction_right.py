"""Right proofs that Mⁿ = QΛⁿQ⁻¹, in the notations and languages that one meets."""

from __future__ import annotations

RIGHT = {
    "align with tags, comments and an underbrace": r"""
**Base case** $n=0$: $M^0 = I = QQ^{-1} = Q\Lambda^0Q^{-1}$.

**Hypothesis:** assume $M^k = Q\Lambda^kQ^{-1}$ for some $k \ge 0$.

**Step:**
$$\begin{align*}
M^{k+1} &= M^k M \\
&= Q\Lambda^k Q^{-1} Q\Lambda Q^{-1} && \text{(by hypothesis)}\\
&= Q\Lambda^k \underbrace{Q^{-1} Q}_{=I} \Lambda Q^{-1} \tag{1}\\
&= Q\Lambda^{k+1}Q^{-1}
\end{align*}$$
""",
    "German, one line, IV above the sign": r"""
**Induktionsanfang** ($n=1$): $M^1 = M = Q\Lambda Q^{-1}$.
**Induktionsvoraussetzung:** Für ein $n\ge1$ gelte $M^n = Q\Lambda^nQ^{-1}$.
**Schritt** $n\to n+1$:
$$M^{n+1} = M\cdot M^n \stackrel{IV}{=} Q\Lambda Q^{-1}\,Q\Lambda^n Q^{-1} = Q\Lambda\Lambda^nQ^{-1}
= Q\Lambda^{n+1}Q^{-1}\qquad\square$$
""",
    "plain Unicode with P(n)": r"""
Let P(n) be the statement Mⁿ = QΛⁿQ⁻¹.

P(0): M⁰ = I = QQ⁻¹ = QΛ⁰Q⁻¹.

Assume P(k), i.e. Mᵏ = QΛᵏQ⁻¹. Then

Mᵏ⁺¹ = MᵏM = QΛᵏQ⁻¹QΛQ⁻¹ = QΛᵏ⁺¹Q⁻¹.
""",
    "letters P and D, declared": r"""
Let $M = PDP^{-1}$. For $n=1$: $M^1 = P D^1 P^{-1}$, true. Suppose it holds for $n$: $M^n = PD^nP^{-1}$.
Then $M^{n+1} = M^nM = PD^nP^{-1}PDP^{-1} = PD^n I DP^{-1} = PD^{n+1}P^{-1}$. $\blacksquare$
""",
    "A for Λ, declared": r"""
$M = QAQ^{-1}$. Basis: $M^1 = QA^1Q^{-1}$. Annahme: $M^{m} = QA^{m}Q^{-1}$. Dann
$$M^{m+1} = M^{m}QAQ^{-1} = QA^{m}Q^{-1}QAQ^{-1} = QA^{m}AQ^{-1} = QA^{m+1}Q^{-1}$$
""",
    "another letter for M": r"""
Write $W = S\Lambda S^{-1}$. Base case $n=1$: $W^1 = S\Lambda^1S^{-1}$. Inductive hypothesis: $W^n =
S\Lambda^nS^{-1}$.
Then $W^{n+1} = W W^n = S\Lambda S^{-1}S\Lambda^nS^{-1} = S\Lambda^{n+1}S^{-1}$.
""",
    "Chinese, two sides of the base case apart": r"""
当 $n=0$ 时, $M^0=I$, $Q\Lambda^0Q^{-1}=QQ^{-1}=I$, 成立。
假设 $n=k$ 时成立, 即 $M^k=Q\Lambda^kQ^{-1}$。
则当 $n=k+1$ 时
$$M^{k+1}=M^k\cdot M=Q\Lambda^kQ^{-1}\cdot Q\Lambda Q^{-1}=Q\Lambda^k\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$$
证毕。
""",
    "Chinese, from t - 1 to t": r"""
$n = 1$ 时, 根据题目可得 $$M^1 = Q\Lambda^1 Q^{-1}$$
$n = t - 1$ 时, 假设 $$M^{t-1} = Q\Lambda^{t-1} Q^{-1} \quad (13)$$
那么在 $n = t$ 时
$$\begin{aligned} M^t &= M^{t-1} M \\ &= (Q\Lambda^{t-1} Q^{-1})(Q\Lambda Q^{-1}) \\
&= Q\Lambda^t Q^{-1} \end{aligned} \quad (14)$$
因此 $\prod_{i=1}^n M = Q\Lambda^n Q^{-1}$
""",
    "the assumption in words": r"""
Base: $n=1$, $M = Q\Lambda Q^{-1}$ by definition.
Assume the claim is true for $n = k$.
Then for $n = k+1$
$$M^{k+1} = M^{k} M = (Q\Lambda^kQ^{-1})(Q\Lambda Q^{-1}) = Q\Lambda^{k+1}Q^{-1}.$$
""",
    "French, align without dollars": r"""
Initialisation : pour $n=0$, $M^0 = I_n$ et $Q\Lambda^0Q^{-1} = QQ^{-1} = I_n$.
Hérédité : supposons $M^n = Q\Lambda^n Q^{-1}$. Alors
\begin{align}
M^{n+1} &= M M^n\\
 &= Q\Lambda Q^{-1} Q \Lambda^n Q^{-1}\\
 &= Q\Lambda\Lambda^n Q^{-1}\\
 &= Q\Lambda^{n+1}Q^{-1}
\end{align}
""",
    "typed without dollars": r"""
Claim: M^n = QΛ^nQ^{-1} for all n >= 1.

n = 1: M = QΛQ^{-1} holds by assumption.

n → n+1: by the induction hypothesis

M^{n+1} = M^n M = QΛ^nQ^{-1} QΛQ^{-1} = QΛ^n Λ Q^{-1} = QΛ^{n+1}Q^{-1}
""",
    "through eigenvectors": r"""
Each eigenvector: $Mv_i=\lambda_iv_i$ (this is $n=1$: $M^1v_i = \lambda_i^1v_i$). Suppose
$M^nv_i=\lambda_i^nv_i$. Then
$$M^{n+1}v_i = M(M^nv_i) = M\lambda_i^nv_i=\lambda_i^n Mv_i=\lambda_i^{n+1}v_i.$$
Written for all columns: $M^nQ = Q\Lambda^n$, so $M^n = Q\Lambda^nQ^{-1}$.
""",
    "for all columns at once": r"""
We show $M^nQ = Q\Lambda^n$. $n=0$: $M^0Q = Q = Q\Lambda^0$. If $M^kQ=Q\Lambda^k$, then
$M^{k+1}Q = M M^kQ = MQ\Lambda^k = Q\Lambda\Lambda^k=Q\Lambda^{k+1}$. So $M^n=Q\Lambda^nQ^{-1}$.
""",
    "labels only": r"""
(IA) $n=0$: $M^0=I=QIQ^{-1}=Q\Lambda^0Q^{-1}$
(IV) $M^n=Q\Lambda^nQ^{-1}$
(IS) $M^{n+1}=M^nM=Q\Lambda^nQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^n\Lambda Q^{-1}=Q\Lambda^{n+1}Q^{-1}$
""",
    "from right to left": r"""
Basis $n=1$: $Q\Lambda^1Q^{-1} = M^1$. Assume $Q\Lambda^kQ^{-1} = M^k$. Then
$$Q\Lambda^{k+1}Q^{-1} = Q\Lambda^k\Lambda Q^{-1} = Q\Lambda^kQ^{-1}Q\Lambda Q^{-1} = M^kM = M^{k+1}$$
""",
    "one equation after the other": r"""
Base case. For $n=1$ we have $$M^1=Q\Lambda^1Q^{-1}$$
Inductive hypothesis. $$M^k=Q\Lambda^kQ^{-1}$$
Inductive step. $$M^{k+1}=M^kM$$ $$M^kM=Q\Lambda^kQ^{-1}M$$ $$Q\Lambda^kQ^{-1}M=Q\Lambda^kQ^{-1}Q\Lambda
Q^{-1}$$
$$Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^k\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$$
""",
    "multiply the hypothesis by M": r"""
$n=0$: $M^0=I=QQ^{-1}=Q\Lambda^0Q^{-1}$. Suppose $M^k=Q\Lambda^kQ^{-1}$. Multiplying by $M$ from the right gives
$M^kM=Q\Lambda^kQ^{-1}M=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^k\Lambda Q^{-1}$,
that is $M^{k+1}=Q\Lambda^{k+1}Q^{-1}$.
""",
    "the goal stated before it is shown": r"""
$n=1$: $M^1=Q\Lambda^1Q^{-1}$ ✓. Assume $M^k=Q\Lambda^kQ^{-1}$. To show: $M^{k+1}=Q\Lambda^{k+1}Q^{-1}$. Proof:
$$M^{k+1}=M\,M^k=Q\Lambda Q^{-1}Q\Lambda^kQ^{-1}=Q\Lambda I\Lambda^kQ^{-1}=Q\Lambda^{k+1}Q^{-1}$$
""",
    "Spanish": r"""
Caso base $n=1$: $M^1=Q\Lambda^1Q^{-1}$. Hipótesis: supongamos que $M^p=Q\Lambda^pQ^{-1}$. Entonces
$$M^{p+1}=M^pM=Q\Lambda^pQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{p+1}Q^{-1}$$
""",
    "Russian": r"""
База: $n=1$, $M=Q\Lambda Q^{-1}$. Предположим, что $M^k=Q\Lambda^kQ^{-1}$. Тогда
$$M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^k\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$$
""",
    "Japanese": r"""
$n=1$ のとき $M^1=Q\Lambda^1Q^{-1}$。$n=k$ のとき $M^k=Q\Lambda^kQ^{-1}$ と仮定する。
$$M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$$
""",
    "macros and bold letters": r"""
\newcommand{\Q}{\mathbf{Q}}\newcommand{\La}{\boldsymbol{\Lambda}}
Base $n=0$: $\mathbf{M}^0=\mathbf{I}=\Q\Q^{-1}=\Q\La^0\Q^{-1}$. Assume $\mathbf{M}^k=\Q\La^k\Q^{-1}$.
$$\mathbf{M}^{k+1}=\mathbf{M}^k\mathbf{M}=\left(\Q\La^k\Q^{-1}\right)\left(\Q\La\Q^{-1}\right)=\Q\La^{k+1}\Q^{-1}$$
""",
    "products of n factors": r"""
$n=1$: $\prod_{i=1}^{1} M = M = Q\Lambda^1Q^{-1}$. Assume $\prod_{i=1}^{k} M = Q\Lambda^kQ^{-1}$. Then
$$\prod_{i=1}^{k+1} M = \left(\prod_{i=1}^{k} M\right) M
= Q\Lambda^kQ^{-1}\,Q\Lambda Q^{-1} = Q\Lambda^{k+1}Q^{-1}$$
""",
    "n and k in one line": r"""
$n=1$: $M^1=Q\Lambda^1Q^{-1}$. Suppose it is true for $n=k$. For $n=k+1$:
$$M^n=M^{k}M=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}=Q\Lambda^nQ^{-1}$$
""",
    "the general letter in the base case": r"""
For $n=1$: $M^n = M = Q\Lambda Q^{-1} = Q\Lambda^nQ^{-1}$. Assume $M^k=Q\Lambda^kQ^{-1}$. Then
$M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$.
""",
    "with remarks on the letters": r"""
Here $\Lambda=\operatorname{diag}(\lambda_1,\dots,\lambda_d)$ and $Mv_i=\lambda_iv_i$. $n=1$:
$M^1=Q\Lambda^1Q^{-1}$.
Hypothesis: $M^k=Q\Lambda^kQ^{-1}$. Step: $M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{k}\Lambda
Q^{-1}
=Q\Lambda^{k+1}Q^{-1}$, because $Q^{-1}Q=I$.
""",
    "dots as an illustration only": r"""
The idea: $M^n = Q\Lambda Q^{-1}Q\Lambda Q^{-1}\cdots Q\Lambda Q^{-1}$, and neighbours cancel. Base case $n=1$:
$M^1=Q\Lambda^1Q^{-1}$. Assume $M^k=Q\Lambda^kQ^{-1}$. Then
$M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$.
""",
    "strong induction": r"""
$n=0$: $M^0=I=QQ^{-1}=Q\Lambda^0Q^{-1}$. Assume it holds for all $m \le k$. Then
$$M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$$
""",
    "a list with bold labels": r"""
*Proof by induction over n.*
- **n = 0:** $M^0 = I$ and $Q \Lambda^0 Q^{-1} = Q I Q^{-1} = Q Q^{-1} = I$. ✓
- **n ⇒ n+1:** Let the statement be true for some $n \in \mathbb{N}$. Then
  $$ M^{n+1} = M^n \cdot M = (Q\Lambda^n Q^{-1}) \cdot (Q \Lambda Q^{-1}) = Q \Lambda^n (Q^{-1} Q) \Lambda
Q^{-1} = Q \Lambda^{n+1} Q^{-1} $$
""",
    "multiplied equation by equation": r"""
We use induction on $n$.

(i) $n=1$. The claim reads $M = Q\Lambda Q^{-1}$, which is the eigendecomposition.

(ii) Suppose $M^{n-1} = Q\Lambda^{n-1}Q^{-1}$. Multiply both sides by $M$:

\begin{align*}
M^{n-1} M &= Q\Lambda^{n-1}Q^{-1} M\\
M^n &= Q\Lambda^{n-1}Q^{-1} Q\Lambda Q^{-1}\\
M^n &= Q\Lambda^{n-1}I\Lambda Q^{-1}\\
M^n &= Q\Lambda^{n}Q^{-1}
\end{align*}
""",
    "an implication without words": r"""
Prove: $\forall n \ge 1: M^n = Q \Lambda^n Q^{-1}$

Base: $M^1 = M = Q \Lambda Q^{-1} = Q \Lambda^1 Q^{-1}$

Induction: $M^k = Q \Lambda^k Q^{-1} \Rightarrow M^{k+1} = M^k M = Q \Lambda^k Q^{-1} Q \Lambda Q^{-1} = Q
\Lambda^k \Lambda Q^{-1} = Q \Lambda^{k+1} Q^{-1}$ q.e.d.
""",
    "German in plain lines": r"""
IA: n = 1
M¹ = QΛ¹Q⁻¹ = QΛQ⁻¹ = M ✓

IV: Mⁿ = QΛⁿQ⁻¹ für ein n ∈ ℕ

IS: n → n+1
Mⁿ⁺¹ = Mⁿ · M
= QΛⁿQ⁻¹ · QΛQ⁻¹
= QΛⁿΛQ⁻¹
= QΛⁿ⁺¹Q⁻¹ □
""",
    "words inside the formulas": r"""
$$\text{Base case } n=1:\quad M^1 = Q\Lambda Q^{-1}$$
$$\text{Assume } M^n = Q\Lambda^n Q^{-1}$$
$$\text{Then } M^{n+1} = M^n M = Q\Lambda^n Q^{-1} Q\Lambda Q^{-1} = Q\Lambda^{n+1} Q^{-1}$$
""",
    "step by step with reasons": r"""
**Base Case (n=1)**: By definition, $M^1 = M = Q\Lambda Q^{-1} = Q\Lambda^1Q^{-1}$. The base case holds.

**Inductive Hypothesis**: Assume that for some $k \geq 1$, we have $M^k = Q\Lambda^k Q^{-1}$.

**Inductive Step**: We need to show that $M^{k+1} = Q\Lambda^{k+1}Q^{-1}$.

$$
\begin{aligned}
M^{k+1} &= M^k \cdot M \\
        &= (Q\Lambda^k Q^{-1})(Q\Lambda Q^{-1}) \quad \text{(by the inductive hypothesis)} \\
        &= Q\Lambda^k (Q^{-1}Q) \Lambda Q^{-1} \quad \text{(associativity)} \\
        &= Q\Lambda^k I \Lambda Q^{-1} \\
        &= Q\Lambda^k\Lambda Q^{-1} \\
        &= Q\Lambda^{k+1}Q^{-1}
\end{aligned}
$$

Therefore, by the principle of mathematical induction, $M^n = Q\Lambda^nQ^{-1}$ for all $n \geq 1$.
$\blacksquare$
""",
    "numbered, in French": r"""
1) Pour n=0 : $M^0=I_d=Q I_d Q^{-1}$ donc vrai.
2) Soit $n\geq 0$ tel que $M^n=Q\Lambda^nQ^{-1}$. Alors $M^{n+1}=M^n\times M=Q\Lambda^nQ^{-1}\times Q\Lambda
Q^{-1}=Q\Lambda^{n+1}Q^{-1}$.
""",
    "D defined as Λ": r"""
Let's denote $D:=\Lambda$. $n=1$: $M^1=QD^1Q^{-1}$. Let $M^n = QD^nQ^{-1}$ hold. $M^{n+1} = M^nM =
QD^nQ^{-1}QDQ^{-1}=QD^{n+1}Q^{-1}$
""",
    "let the statement be true, in German": r"""
Vollständige Induktion. Für $n=0$ gilt $M^0 = E = QEQ^{-1} = Q\Lambda^0Q^{-1}$. Sei die Behauptung für $n$
richtig. Dann gilt
$$M^{n+1}=M^nM=Q\Lambda^nQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^n\Lambda Q^{-1}=Q\Lambda^{n+1}Q^{-1}.$$ Damit ist die
Behauptung bewiesen.
""",
    "square brackets": r"""
Base: $M^{1}=Q\Lambda^{1} Q^{-1}$.

Step: if $M^{n}=Q\Lambda^{n}Q^{-1}$ then
$$M^{n+1}=M^{n}M=\left[Q\Lambda^{n}Q^{-1}\right]\left[Q\Lambda
Q^{-1}\right]=Q\Lambda^{n}\left[Q^{-1}Q\right]\Lambda Q^{-1}=Q\Lambda^{n}\Lambda Q^{-1}=Q\Lambda^{n+1}Q^{-1}$$
""",
    "let it be true": r"""
By induction. Case $n=1$ trivial: $M = Q\Lambda Q^{-1}$ (given).
Let it be true for $n=m$. $M^{m+1} = M^{m}M = Q\Lambda^{m}Q^{-1}Q\Lambda Q^{-1} = Q\Lambda^{m+1}Q^{-1}$, so it
is true for $n = m+1$.
""",
    "given, after an example": r"""
$M^2 = Q\Lambda Q^{-1}Q\Lambda Q^{-1} = Q\Lambda^2Q^{-1}$ shows the idea. Formally: for $n = 1$, $M^1 =
Q\Lambda^1Q^{-1}$; given $M^{n} = Q\Lambda^{n}Q^{-1}$ we get $M^{n+1} = M M^{n} = Q\Lambda
Q^{-1}Q\Lambda^{n}Q^{-1} = Q\Lambda^{n+1}Q^{-1}$.
""",
    "Japanese, the base case is clear": r"""
$n=1$ のとき明らか: $M=Q\Lambda Q^{-1}$. $n=k$ で成り立つと仮定すると、$M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda
Q^{-1}=Q\Lambda^{k+1}Q^{-1}$ となり $n=k+1$ でも成り立つ。
""",
    "a table": r"""
| step | equation |
|---|---|
| base n=1 | $M^1 = Q\Lambda^1Q^{-1}$ |
| assume | $M^k = Q\Lambda^kQ^{-1}$ |
| step | $M^{k+1} = M^kM = Q\Lambda^kQ^{-1}Q\Lambda Q^{-1} = Q\Lambda^{k+1}Q^{-1}$ |
""",
    "from n - 1 to n, base case 0": r"""
Base case: $n = 0$. $$M^0 = I_n = QQ^{-1} = QI_nQ^{-1} = Q\Lambda^0Q^{-1}$$ Induction step: assume true for
$n-1$: $$M^{n}=M\cdot M^{n-1}=Q\Lambda Q^{-1}\cdot
Q\Lambda^{n-1}Q^{-1}=Q\Lambda\Lambda^{n-1}Q^{-1}=Q\Lambda^nQ^{-1}$$
""",
    "the recursion first": r"""
$M^{k+1}=M^kM$. Base $k=0$: $M^0=I=Q\Lambda^0Q^{-1}$, as $\Lambda^0=I$. With the induction hypothesis
$M^k=Q\Lambda^kQ^{-1}$: $M^{k+1}=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}$
""",
    "the diagonal form": r"""
Diagonal form: $Q^{-1}MQ=\Lambda$. Claim $Q^{-1}M^nQ=\Lambda^n$. $n=1$: $Q^{-1}M^1Q=\Lambda^1$. Assume
$Q^{-1}M^kQ=\Lambda^k$. Then $\Lambda^{k+1}=\Lambda^k\Lambda=Q^{-1}M^kQQ^{-1}MQ=Q^{-1}M^kMQ=Q^{-1}M^{k+1}Q$.
Hence $M^n=Q\Lambda^nQ^{-1}$.
""",
}
