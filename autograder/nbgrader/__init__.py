"""The classes that nbgrader calls: preprocessors, exporters, the exchange and feedback pages.

`nbgrader_config.py` of a course names them.
"""
