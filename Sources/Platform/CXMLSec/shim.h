// Only for its compiler flags: CXML includes what it needs itself, since these headers would clash with Foundation's.
