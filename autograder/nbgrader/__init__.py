"""What nbgrader calls: preprocessors, feedback pages and exporters."""
