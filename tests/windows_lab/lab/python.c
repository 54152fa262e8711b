/* python.exe: the interpreter is python311.dll beside it. */
#include <windows.h>

typedef int (*main_function)(int, wchar_t **);

int wmain(int count, wchar_t **arguments) {
  HMODULE library = LoadLibraryW(L"python311.dll");
  main_function run = library ? (main_function)(void *)GetProcAddress(library, "Py_Main") : NULL;
  return run ? run(count, arguments) : 120;
}
