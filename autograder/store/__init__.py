"""Everything on disk: course folders, nbgrader's gradebook, the ledger of graded submissions, autograded notebooks."""
