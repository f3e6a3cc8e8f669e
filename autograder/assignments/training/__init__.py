"""The assignment `training`: updates of a recurrent network, activations and vanishing gradients."""

from autograder import Assignment
from autograder.assignments.training import activations, updates

assignment = Assignment("training", {"updates": updates.questions, "activations": activations.questions})
