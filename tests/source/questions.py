"""The questions that the notebooks have to contain, in order, with points and required names."""

ASSIGNMENTS = {"rnn": ("bptt", "vanishing", "lstm"), "training": ("updates", "activations")}

QUESTIONS = {
    "bptt": {
        "sigmoid": (1, ["sigmoid(z)"]),
        "jacobian": (3, ["jacobian(W, x)"]),
        "jacobian-symbolic": (2, ["J"]),
        "states": (2, ["states(W, U, xs, h_init)"]),
        "state-jacobian": (3, ["state_jacobian(W, hs, t, k)"]),
        "bptt-term": (3, ["bptt_term(W, hs, h_init, dL_dh, t, k)"]),
        "bptt": (5, ["bptt(W, U, xs, h_init, dL_dh)"]),
        "first-index": (1, ["first_k"]),
        "bptt-derivation": (4, []),
    },
    "vanishing": {
        "expanded-sum": (4, []),
        "sum-terms": (2, ["sum_terms(T)"]),
        "eigen-power": (3, ["eigen_power(M, n)"]),
        "power-induction": (3, []),
        "w30": (2, ["W30"]),
        "w30-exact": (1, ["W30_exact"]),
        "eigenvalue-fate": (3, ["all_below_one", "any_above_one", "all_equal_one"]),
        "jacobian-norms": (2, ["jacobian_norms(W, hs)"]),
        "observation": (2, []),
    },
    "lstm": {
        "gate-roles": (3, []),
        "lstm-step": (4, ["lstm_step(params, h_prev, c_prev, x)"]),
        "lstm-states": (2, ["lstm_states(params, xs, h_init, c_init)"]),
        "always-positive": (2, ["always_positive"]),
        "cell-gradient": (2, ["cell_gradient(fs, t, k)"]),
        "constant-cell": (1, ["dct_dck"]),
        "lstm-bptt": (4, ["lstm_bptt(params, xs, h_init, c_init, dL_dh)"]),
    },
    "updates": {
        "softmax": (1, ["softmax(z)"]),
        "forward": (2, ["forward(U, V, W, xs, s_init)"]),
        "loss": (1, ["loss(yhats, ys)"]),
        "grad-v": (3, ["grad_V(U, V, W, xs, ys, s_init)"]),
        "grad-w": (4, ["grad_W(U, V, W, xs, ys, s_init)"]),
        "grad-u": (4, ["grad_U(U, V, W, xs, ys, s_init)"]),
        "sgd-step": (2, ["sgd_step(U, V, W, xs, ys, s_init, lr)"]),
        "v-derivation": (3, []),
        "wu-derivation": (6, []),
    },
    "activations": {
        "slopes": (3, ["d_sigmoid(z)", "d_tanh(z)", "d_relu(z)"]),
        "sigmoid-slope": (2, ["sigmoid_slope"]),
        "slope-ranges": (3, ["sigmoid_range", "tanh_range", "relu_range"]),
        "slope-bound": (2, ["slope_bound(name, depth)"]),
        "slope-plot": (2, []),
        "explanation": (3, []),
    },
}
DRAWN = ("slope-plot",)
"""Questions without names whose answer is code: a grader looks at the picture."""

POINTS = {name: {question: points for question, (points, _) in asked.items()} for name, asked in QUESTIONS.items()}
CODE = {name: {question: names for question, (_, names) in asked.items() if names} for name, asked in QUESTIONS.items()}
WRITTEN = {name: [question for question, (_, names) in asked.items() if not names] for name, asked in QUESTIONS.items()}
