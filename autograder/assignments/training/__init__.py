"""The assignment `training`: updates of a recurrent network, activations and vanishing gradients."""

from autograder.assignments.training import activations, updates
from autograder.model import Assignment

assignment = Assignment("training", {"updates": updates.questions, "activations": activations.questions})
