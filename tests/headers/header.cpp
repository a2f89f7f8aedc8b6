// The public header as C++11.
#include "header.c"
