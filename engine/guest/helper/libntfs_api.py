"""The binary interface of libntfs-3g, as far as it is used.

Declared is what is called, the device operations, and the head of ``ntfs_inode``; all else stays
opaque. Source: the headers of ntfs-3g 2022.10.3 (device.h, inode.h, dir.h, volume.h, attrib.h).
"""

from __future__ import annotations

import functools
from typing import Any

from engine import packages, platform
from engine.guest.helper.helper_protocol import Refused

_LIBRARY = platform.library("ntfs-3g")
_PACKAGE = "ntfs-3g"

_DECLARATIONS = """
typedef struct ntfs_volume ntfs_volume;
typedef struct ntfs_attr ntfs_attr;
typedef struct {
    uint64_t mft_no;
    void *mrec;
    ntfs_volume *vol;
    unsigned long state;
    uint32_t flags;
    uint32_t attr_list_size;
    uint8_t *attr_list;
    int32_t nr_extents;
    void *extents;
    int64_t data_size, allocated_size;
    int64_t times[4];
    uint32_t owner_id, security_id;
    uint64_t quota_charged, usn;
} ntfs_inode;

struct ntfs_device_operations;
struct ntfs_device {
    struct ntfs_device_operations *d_ops;
    unsigned long d_state;
    char *d_name;
    void *d_private;
    int d_heads, d_sectors_per_track;
};
struct ntfs_device_operations {
    int (*open)(struct ntfs_device *, int flags);
    int (*close)(struct ntfs_device *);
    int64_t (*seek)(struct ntfs_device *, int64_t offset, int whence);
    int64_t (*read)(struct ntfs_device *, void *buffer, int64_t count);
    int64_t (*write)(struct ntfs_device *, const void *buffer, int64_t count);
    int64_t (*pread)(struct ntfs_device *, void *buffer, int64_t count, int64_t offset);
    int64_t (*pwrite)(struct ntfs_device *, const void *buffer, int64_t count, int64_t offset);
    int (*sync)(struct ntfs_device *);
    int (*stat)(struct ntfs_device *, void *);
    int (*ioctl)(struct ntfs_device *, unsigned long request, void *);
};
struct ntfs_device *ntfs_device_alloc(const char *name, long state,
                                      struct ntfs_device_operations *, void *private);
int ntfs_device_free(struct ntfs_device *);

int ntfs_set_char_encoding(const char *locale);
ntfs_volume *ntfs_device_mount(struct ntfs_device *, unsigned long flags);
int ntfs_umount(ntfs_volume *, int force);
int ntfs_volume_check_hiberfile(ntfs_volume *, int verbose);
int ntfs_volume_write_flags(ntfs_volume *, uint16_t flags);

ntfs_inode *ntfs_inode_open(ntfs_volume *, uint64_t reference);
int ntfs_inode_close(ntfs_inode *);
void ntfs_inode_update_times(ntfs_inode *, int mask);
typedef int (*ntfs_filldir_t)(void *, const uint16_t *name, int length, int name_type,
                              int64_t position, uint64_t reference, unsigned type);
int ntfs_readdir(ntfs_inode *directory, int64_t *position, void *, ntfs_filldir_t);
ntfs_inode *ntfs_create(ntfs_inode *directory, uint32_t securid, const uint16_t *name,
                        uint8_t name_length, unsigned int type);
int ntfs_set_ntfs_dos_name(ntfs_inode *, ntfs_inode *directory, const char *value, size_t size,
                           int flags);
int ntfs_set_ntfs_attrib(ntfs_inode *, const char *value, size_t size, int flags);

ntfs_attr *ntfs_attr_open(ntfs_inode *, uint32_t type, uint16_t *name, uint32_t name_length);
int64_t ntfs_attr_pread(ntfs_attr *, int64_t position, int64_t count, void *buffer);
int64_t ntfs_attr_pwrite(ntfs_attr *, int64_t position, int64_t count, const void *buffer);
int ntfs_attr_truncate(ntfs_attr *, int64_t size);
int ntfs_attr_pclose(ntfs_attr *);
void ntfs_attr_close(ntfs_attr *);
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
    library.ntfs_set_char_encoding(b"utf8")
    return ffi, library
