"""The assignment `rnn`: backpropagation through time, vanishing gradients, LSTM."""

from autograder.assignments.rnn import bptt, lstm, vanishing
from autograder.model import Assignment

assignment = Assignment("rnn", {"bptt": bptt.questions, "vanishing": vanishing.questions, "lstm": lstm.questions})
