"""The assignment `rnn`: backpropagation through time, vanishing gradients, LSTM."""

from autograder import Assignment
from autograder.assignments.rnn import bptt, lstm, vanishing

assignment = Assignment("rnn", {"bptt": bptt.questions, "vanishing": vanishing.questions, "lstm": lstm.questions})
