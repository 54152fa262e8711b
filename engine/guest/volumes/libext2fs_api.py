"""The binary interface of libext2fs, as far as it is used.

Declared is what is called, and the two structures of an I/O manager; all else stays opaque. Inodes
are bytes, read and written by :mod:`engine.guest.volumes.ext_inode`. Source: the headers of
e2fsprogs 1.47 (ext2fs.h, ext2_io.h, ext2_err.h).
"""

from __future__ import annotations

import functools
from typing import Any

from engine import packages, platform
from engine.guest.helper.helper_protocol import Refused

_LIBRARY = platform.library("ext2fs")
_PACKAGE = "libext2fs2"

# Error codes: those that are told apart, and those that an I/O manager gives.
MAGIC_IO_CHANNEL = 2133571333
MAGIC_IO_MANAGER = 2133571335
SHORT_READ = 2133571364
SHORT_WRITE = 2133571365
DIR_NO_SPACE = 2133571366
UNSUPPORTED = (2133571395, 2133571396)  #: a feature, or one only for reading
NO_BLOCK, NO_INODE = 2133571400, 2133571401  #: that is free
NOT_FOUND = 2133571404
KEY_NOT_FOUND = 2133571490

# Flags of ext2fs_open2 and of ext2fs_file_open2.
READ_WRITE, WITH_64_BITS, SKIP_MMP = 0x1, 0x20000, 0x100000
FILE_WRITE = 1

ROOT = 2  #: the inode of the root folder
#: Kinds of files as folders list them.
REGULAR, FOLDER, LINK = 1, 2, 7

_DECLARATIONS = """
typedef long errcode_t;
typedef uint32_t ext2_ino_t;
typedef struct struct_io_channel *io_channel;
typedef struct struct_io_manager *io_manager;
typedef struct struct_ext2_filsys *ext2_filsys;
typedef struct ext2_file *ext2_file_t;
struct ext2_xattr_handle;

struct struct_io_channel {
    errcode_t magic;
    io_manager manager;
    char *name;
    int block_size;
    void *read_error, *write_error;
    int refcount;
    int flags;
    long reserved[14];
    void *private_data, *app_data;
    int align;
};
struct struct_io_manager {
    errcode_t magic;
    const char *name;
    errcode_t (*open)(const char *name, int flags, io_channel *channel);
    errcode_t (*close)(io_channel);
    errcode_t (*set_blksize)(io_channel, int size);
    errcode_t (*read_blk)(io_channel, unsigned long block, int count, void *data);
    errcode_t (*write_blk)(io_channel, unsigned long block, int count, const void *data);
    errcode_t (*flush)(io_channel);
    errcode_t (*write_byte)(io_channel, unsigned long offset, int count, const void *data);
    void *set_option, *get_stats;
    errcode_t (*read_blk64)(io_channel, unsigned long long block, int count, void *data);
    errcode_t (*write_blk64)(io_channel, unsigned long long block, int count, const void *data);
    void *discard, *cache_readahead, *zeroout;
    long reserved[14];
};

void initialize_ext2_error_table(void);
errcode_t ext2fs_open2(const char *name, const char *options, int flags, int superblock,
                       unsigned int block_size, io_manager, ext2_filsys *);
errcode_t ext2fs_read_bitmaps(ext2_filsys);
errcode_t ext2fs_close(ext2_filsys);
errcode_t ext2fs_free_mem(void *);

errcode_t ext2fs_namei(ext2_filsys, ext2_ino_t root, ext2_ino_t cwd, const char *name,
                       ext2_ino_t *);
errcode_t ext2fs_namei_follow(ext2_filsys, ext2_ino_t root, ext2_ino_t cwd, const char *name,
                              ext2_ino_t *);
errcode_t ext2fs_new_inode(ext2_filsys, ext2_ino_t near, int mode, void *map, ext2_ino_t *);
void ext2fs_inode_alloc_stats2(ext2_filsys, ext2_ino_t, int in_use, int is_folder);
errcode_t ext2fs_read_inode_full(ext2_filsys, ext2_ino_t, void *inode, int size);
errcode_t ext2fs_write_inode_full(ext2_filsys, ext2_ino_t, void *inode, int size);
errcode_t ext2fs_write_new_inode(ext2_filsys, ext2_ino_t, void *inode);

errcode_t ext2fs_link(ext2_filsys, ext2_ino_t folder, const char *name, ext2_ino_t, int kind);
errcode_t ext2fs_unlink(ext2_filsys, ext2_ino_t folder, const char *name, ext2_ino_t, int flags);
errcode_t ext2fs_expand_dir(ext2_filsys, ext2_ino_t folder);
errcode_t ext2fs_mkdir(ext2_filsys, ext2_ino_t parent, ext2_ino_t, const char *name);
errcode_t ext2fs_symlink(ext2_filsys, ext2_ino_t parent, ext2_ino_t, const char *name,
                         const char *target);

errcode_t ext2fs_file_open2(ext2_filsys, ext2_ino_t, void *inode, int flags, ext2_file_t *);
errcode_t ext2fs_file_close(ext2_file_t);
errcode_t ext2fs_file_read(ext2_file_t, void *buffer, unsigned int wanted, unsigned int *got);
errcode_t ext2fs_file_write(ext2_file_t, const void *buffer, unsigned int size,
                            unsigned int *written);
errcode_t ext2fs_file_llseek(ext2_file_t, uint64_t offset, int whence, uint64_t *position);
errcode_t ext2fs_file_set_size2(ext2_file_t, uint64_t size);

errcode_t ext2fs_xattrs_open(ext2_filsys, ext2_ino_t, struct ext2_xattr_handle **);
errcode_t ext2fs_xattrs_read(struct ext2_xattr_handle *);
errcode_t ext2fs_xattr_get(struct ext2_xattr_handle *, const char *key, void **value,
                           size_t *size);
errcode_t ext2fs_xattr_set(struct ext2_xattr_handle *, const char *key, const void *value,
                           size_t size);
errcode_t ext2fs_xattrs_close(struct ext2_xattr_handle **);
"""


@functools.cache
def load() -> tuple[Any, Any]:
    """cffi's view of the library, and the library; raises Refused E601."""
    try:
        import cffi

        ffi = cffi.FFI()
        ffi.cdef(_DECLARATIONS)
        library = ffi.dlopen(_LIBRARY)
    except (ImportError, OSError) as error:
        raise Refused("E601", library=_LIBRARY, how=packages.how(_PACKAGE), reason=error) from None
    library.initialize_ext2_error_table()
    return ffi, library


def message(code: int) -> str:
    """The library's own words for an error code."""
    import cffi

    ffi = cffi.FFI()
    ffi.cdef("const char *error_message(long);")
    text = ffi.string(ffi.dlopen(platform.library("com_err")).error_message(code))
    return bytes(text).decode("utf-8", "replace") if isinstance(text, bytes) else str(code)
