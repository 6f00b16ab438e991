"""The page of a report: one file with plots in it, to be read in a browser or printed."""
