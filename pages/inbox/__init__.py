"""The inbox: what happened in the sheet that a person must look at."""
