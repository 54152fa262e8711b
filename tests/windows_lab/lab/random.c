/* bcryptprimitives.dll, which wine 8 lacks and what is written in Rust asks for random numbers. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE place, SIZE_T count) {
  while (count) {
    ULONG step = count > 1 << 28 ? 1 << 28 : (ULONG)count;
    if (!SystemFunction036(place, step)) return FALSE;
    place += step;
    count -= step;
  }
  return TRUE;
}
