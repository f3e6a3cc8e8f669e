"""Wrong answers to `sgd-step`."""

from __future__ import annotations

from autograder import misconception
from autograder.assignments.reference.recurrence import Array
from autograder.assignments.reference.updates import grad_U, grad_V, grad_W, sgd_step
from autograder.assignments.training.misconceptions import grad_v

Three = tuple[Array, Array, Array]


@misconception(credit=0.4)
def uphill(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """The step goes uphill. In which direction does the gradient point: to larger or to smaller losses?"""
    return sgd_step(U, V, W, xs, ys, s_init, -lr)


@misconception(credit=0.3)
def learning_rate_forgotten(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """You subtracted the whole gradient. What is lr for?"""
    return sgd_step(U, V, W, xs, ys, s_init, 1.0)


@misconception(credit=0.3)
def divided_by_the_learning_rate(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """You divided the gradient by lr. Does a smaller learning rate give a smaller step or a larger one?"""
    return sgd_step(U, V, W, xs, ys, s_init, 1.0 / lr)


@misconception(credit=0.5)
def one_after_the_other(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """You computed later gradients after changing earlier parameters, in the order U, V, W. At which point do you
    evaluate all three parts of a gradient?
    """
    U = U - lr * grad_U(U, V, W, xs, ys, s_init)
    V = V - lr * grad_V(U, V, W, xs, ys, s_init)
    W = W - lr * grad_W(U, V, W, xs, ys, s_init)
    return U, V, W


@misconception(credit=0.5)
def one_after_the_other_from_the_output(
    U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float
) -> Three:
    """You computed later gradients after changing earlier parameters, in the order V, W, U. At which point do you
    evaluate all three parts of a gradient?
    """
    V = V - lr * grad_V(U, V, W, xs, ys, s_init)
    W = W - lr * grad_W(U, V, W, xs, ys, s_init)
    U = U - lr * grad_U(U, V, W, xs, ys, s_init)
    return U, V, W


@misconception(credit=0.3)
def gradients_returned(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """You returned the gradients. What are the new parameters?"""
    arguments = (U, V, W, xs, ys, s_init)
    return grad_U(*arguments), grad_V(*arguments), grad_W(*arguments)


@misconception(credit=0.3)
def changes_returned(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """You returned the changes of the parameters. What are the parameters after the step?"""
    new = sgd_step(U, V, W, xs, ys, s_init, lr)
    return new[0] - U, new[1] - V, new[2] - W


@misconception()
def nothing_changed(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """You returned the parameters unchanged. Where do the gradients come in?"""
    return U, V, W


@misconception(credit=0.4)
def order_of_the_results(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """Your results are in the order U, W, V. Which order does the question ask for?"""
    U, V, W = sgd_step(U, V, W, xs, ys, s_init, lr)
    return U, W, V


@misconception(credit=0.4)
def order_of_the_results_from_the_output(
    U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float
) -> Three:
    """Your results are in the order V, W, U. Which order does the question ask for?"""
    U, V, W = sgd_step(U, V, W, xs, ys, s_init, lr)
    return V, W, U


@misconception(credit=0.5)
def mean_over_time(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float) -> Three:
    """You divided the gradients by the number of steps. Is E the sum or the mean of the losses of the steps?"""
    return sgd_step(U, V, W, xs, ys, s_init, lr / len(xs))


@misconception(credit=0.4)
def output_weights_by_the_last_step(
    U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float
) -> Three:
    """U and W are right, but you updated V with the last prediction only. In how many steps is V used?"""
    U_new, _, W_new = sgd_step(U, V, W, xs, ys, s_init, lr)
    return U_new, V - lr * grad_v.last_step_only.wrong(U, V, W, xs, ys, s_init), W_new
