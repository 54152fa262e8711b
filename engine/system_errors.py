"""What the operating system says when it refuses something: in English, to be translated.

The C library would say it in the language of the process, which a log or JSON has no use for.
"""

from __future__ import annotations

import errno

from engine.phrase import Phrase

#: What Python and the loader of libraries say where there is no memory for a thread or a library.
_NO_MEMORY = ("can't start new thread", "failed to map segment", "annot allocate memory")
_WRONG_QUESTIONS = (errno.EBADF, errno.EFAULT, errno.EINVAL)
#: In the words of the C library; the names of Python's errno module, of which each system has some.
_WORDS = {
    "E2BIG": Phrase("Argument list too long"),
    "EACCES": Phrase("Permission denied"),
    "EAGAIN": Phrase("Resource temporarily unavailable"),
    "EBADF": Phrase("Bad file descriptor"),
    "EBADMSG": Phrase("Bad message"),
    "EBUSY": Phrase("Device or resource busy"),
    "ECANCELED": Phrase("Operation canceled"),
    "ECONNREFUSED": Phrase("Connection refused"),
    "ECONNRESET": Phrase("Connection reset by peer"),
    "EDQUOT": Phrase("Disk quota exceeded"),
    "EEXIST": Phrase("File exists"),
    "EFAULT": Phrase("Bad address"),
    "EFBIG": Phrase("File too large"),
    "EHOSTDOWN": Phrase("Host is down"),
    "EHOSTUNREACH": Phrase("No route to host"),
    "EILSEQ": Phrase("Invalid or incomplete multibyte or wide character"),
    "EINTR": Phrase("Interrupted system call"),
    "EINVAL": Phrase("Invalid argument"),
    "EIO": Phrase("Input/output error"),
    "EISDIR": Phrase("Is a directory"),
    "ELOOP": Phrase("Too many levels of symbolic links"),
    "EMEDIUMTYPE": Phrase("Wrong medium type"),
    "EMFILE": Phrase("Too many open files"),
    "EMLINK": Phrase("Too many links"),
    "ENAMETOOLONG": Phrase("File name too long"),
    "ENETUNREACH": Phrase("Network is unreachable"),
    "ENFILE": Phrase("Too many open files in system"),
    "ENODATA": Phrase("No data available"),
    "ENODEV": Phrase("No such device"),
    "ENOENT": Phrase("No such file or directory"),
    "ENOEXEC": Phrase("Exec format error"),
    "ENOKEY": Phrase("Required key not available"),
    "ENOLCK": Phrase("No locks available"),
    "ENOMEDIUM": Phrase("No medium found"),
    "ENOMEM": Phrase("Cannot allocate memory"),
    "ENOSPC": Phrase("No space left on device"),
    "ENOSYS": Phrase("Function not implemented"),
    "ENOTCONN": Phrase("Transport endpoint is not connected"),
    "ENOTDIR": Phrase("Not a directory"),
    "ENOTEMPTY": Phrase("Directory not empty"),
    "ENOTSUP": Phrase("Operation not supported"),
    "ENOTTY": Phrase("Inappropriate ioctl for device"),
    "ENXIO": Phrase("No such device or address"),
    "EOVERFLOW": Phrase("Value too large for defined data type"),
    "EPERM": Phrase("Operation not permitted"),
    "EPIPE": Phrase("Broken pipe"),
    "ERANGE": Phrase("Numerical result out of range"),
    "EREMOTEIO": Phrase("Remote I/O error"),
    "EROFS": Phrase("Read-only file system"),
    "ESPIPE": Phrase("Illegal seek"),
    "ESTALE": Phrase("Stale file handle"),
    "ETIMEDOUT": Phrase("Connection timed out"),
    "ETXTBSY": Phrase("Text file busy"),
    "EUCLEAN": Phrase("Structure needs cleaning"),
    "EXDEV": Phrase("Invalid cross-device link"),
}


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory does not suffice: the system has several ways to say so."""
    match error:
        case MemoryError():
            return True
        case OSError():
            return error.errno == errno.ENOMEM
        case RuntimeError() | ImportError():
            return any(each in str(error) for each in _NO_MEMORY)
    return False


def is_of_system(error: BaseException) -> bool:
    """Whether an error is the system's answer, and not a wrong question of this program."""
    return isinstance(error, OSError) and error.errno not in (None, *_WRONG_QUESTIONS)


def words(error: OSError) -> str:
    """What went wrong; a phrase unless the system has a word for it that nobody expected."""
    name = errno.errorcode.get(error.errno or 0, "")
    return _WORDS.get(name) or error.strerror or str(error)
