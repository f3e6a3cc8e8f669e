"""Course folders, nbgrader's gradebook, the ledger of graded submissions, and autograded notebooks."""
