"""Workbooks in and out («tệp Excel»): read in a child process with limits, written without formulas."""
