/* Complex numbers as Microsoft's C library passes them: in structures. */
#include <complex.h>
#include <math.h>
struct cd { double v[2]; };
struct cf { float v[2]; };
static double complex of_cd(struct cd a) { double complex z; __real__ z = a.v[0]; __imag__ z = a.v[1]; return z; }
static struct cd to_cd(double complex z) { struct cd r = {{creal(z), cimag(z)}}; return r; }
static float complex of_cf(struct cf a) { float complex z; __real__ z = a.v[0]; __imag__ z = a.v[1]; return z; }
static struct cf to_cf(float complex z) { struct cf r = {{crealf(z), cimagf(z)}}; return r; }
