; A guest that tells on its first serial port what machine Xen made for it, then halts for good.
; Each line is "probe KEY VALUE"; the last one is "probe end".

COM1    equ 0x3f8
APIC    equ 0xfee00000
SECTORS equ 7                           ; what follows the boot sector
STACK   equ 0x7000                      ; grows down from where other CPUs start
AP_CODE equ 0x7000

%macro say 1+                           ; prints what is written behind the call
        call say_next
        db %1, 0
%endmacro

%macro flag 2                           ; a bit of what CPUID said
        say "probe ", %1, " "
        bt dword [features], %2
        setc al
        movzx eax, al
        call decimal
        call end_line
%endmacro

        bits 16
        org 0x7c00
        jmp 0:boot
boot:   xor ax, ax
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov sp, STACK
        mov si, packet                  ; DL is the drive, from the BIOS
        mov ah, 0x42
        int 0x13
        jc stop
        xor ebx, ebx                    ; usable memory, by the BIOS
.range: mov eax, 0xe820
        mov edx, 0x534d4150             ; "SMAP"
        mov ecx, 20
        mov di, range
        int 0x15
        jc .known
        cmp dword [range + 16], 1
        jne .next
        mov eax, [range + 8]
        shr eax, 10
        add [memory], eax
.next:  test ebx, ebx
        jnz .range
.known: cli
        lgdt [segments]
        mov eax, cr0
        or al, 1
        mov cr0, eax
        jmp 8:flat
stop:   cli
        hlt
        jmp stop

another_cpu:                            ; copied to AP_CODE
        xor ax, ax
        mov ds, ax
        lock inc dword [cpus]
.halt:  cli
        hlt
        jmp .halt
another_cpu_end:

        align 8
gdt:    dq 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
segments:
        dw segments - gdt - 1
        dd gdt
packet: db 16, 0
        dw SECTORS, 0x7e00, 0
        dq 1
        times 510 - ($ - $$) db 0
        dw 0xaa55

        bits 32
flat:   mov ax, 16
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov esp, STACK
        mov esi, uart
        mov ecx, 4
.set:   lodsw                           ; AH into register AL of the port
        movzx edx, al
        add edx, COM1
        mov al, ah
        out dx, al
        loop .set
        say "probe start", 13, 10

        mov eax, 0x40000000
        cpuid
        mov [name], ebx
        mov [name + 4], ecx
        mov [name + 8], edx
        say "probe hypervisor "
        mov esi, name
        call print
        call end_line
        mov eax, 1
        cpuid
        mov [features], edx
        flag "pae", 6
        flag "cpuid_apic", 9
        mov eax, 0x80000001
        cpuid
        mov [features], edx
        flag "nx", 20
        say "probe memory_kib "
        mov eax, [memory]
        call decimal
        call end_line
        say "probe bios_disks "
        movzx eax, byte [0x475]
        call decimal
        call end_line

        mov eax, "RSD "
        call find
        jz mp
        mov edi, [edi + 16]             ; the RSDT: pointers to tables
        mov ebp, [edi + 4]
        add ebp, edi
        add edi, 36
.table: cmp edi, ebp
        jae mp
        mov ebx, [edi]
        add edi, 4
        mov eax, [ebx]
        mov [name], eax
        mov dword [name + 4], 0
        say "probe acpi_table "
        mov esi, name
        call print
        call end_line
        cmp dword [ebx], "APIC"
        jne .table
        mov ecx, [ebx + 4]              ; the MADT: count its enabled local APICs
        add ecx, ebx
        add ebx, 44
        xor eax, eax
.entry: cmp ebx, ecx
        jae .counted
        test byte [ebx], 0xff
        jnz .skip
        test byte [ebx + 4], 1
        jz .skip
        inc eax
.skip:  movzx edx, byte [ebx + 1]
        test edx, edx
        jz .counted
        add ebx, edx
        jmp .entry
.counted:
        say "probe madt_cpus "
        call decimal
        call end_line
        jmp .table

mp:     mov eax, "_MP_"
        call find
        jz pir
        mov edi, [edi + 4]              ; the table itself: count its enabled processors
        movzx ecx, word [edi + 34]
        add edi, 44
        xor eax, eax
.entry: jecxz .counted
        dec ecx
        cmp byte [edi], 0
        jne .other
        test byte [edi + 3], 1
        jz .cpu
        inc eax
.cpu:   add edi, 20
        jmp .entry
.other: add edi, 8
        jmp .entry
.counted:
        say "probe mp_cpus "
        call decimal
        call end_line
pir:    mov eax, "$PIR"
        call find
        jz wake
        say "probe pir_table 1", 13, 10

wake:   mov ecx, 0x1b                   ; start all others, each of which counts itself
        rdmsr
        bt eax, 11
        jnc .counted
        mov esi, another_cpu
        mov edi, AP_CODE
        mov ecx, another_cpu_end - another_cpu
        rep movsb
        or dword [APIC + 0xf0], 0x100
        mov dword [APIC + 0x300], 0xc4500
        call pause_
        mov dword [APIC + 0x300], 0xc4600 | AP_CODE >> 12
        call pause_
        mov dword [APIC + 0x300], 0xc4600 | AP_CODE >> 12
        call pause_
.counted:
        say "probe running_cpus "
        mov eax, [cpus]
        call decimal
        call end_line

        xor ebp, ebp                    ; each function of each device of PCI bus 0
.pci:   mov eax, ebp
        shl eax, 8
        bts eax, 31
        mov dx, 0xcf8
        out dx, eax
        mov dx, 0xcfc
        in eax, dx
        cmp ax, 0xffff
        je .next
        say "probe pci "
        call hex4
        mov al, ":"
        call put
        shr eax, 16
        call hex4
        call end_line
.next:  inc ebp
        cmp ebp, 256
        jb .pci
        say "probe end", 13, 10
halt:   cli
        hlt
        jmp halt

find:                                   ; a signature EAX in the BIOS area: its address EDI, or ZF
        mov edi, 0xe0000
.look:  cmp [edi], eax
        je .found
        add edi, 16
        cmp edi, 0x100000
        jb .look
        xor edi, edi
.found: test edi, edi
        ret

pause_: mov ecx, 2000                   ; QEMU answers each write
.write: out 0x80, al
        loop .write
        ret

say_next:                               ; the text behind the call; all registers are kept
        xchg esi, [esp]
        call print
        xchg esi, [esp]
        ret
print:  push eax
.next:  lodsb
        test al, al
        jz .end
        call put
        jmp .next
.end:   pop eax
        ret
end_line:
        say 13, 10
        ret
put:    push edx
        push eax
        mov edx, COM1 + 5
.wait:  in al, dx
        test al, 0x20
        jz .wait
        mov edx, COM1
        mov al, [esp]
        out dx, al
        pop eax
        pop edx
        ret
decimal:                                ; EAX, which is kept
        pushad
        mov ebx, 10
        xor ecx, ecx
.split: xor edx, edx
        div ebx
        push edx
        inc ecx
        test eax, eax
        jnz .split
.put:   pop eax
        add al, "0"
        call put
        loop .put
        popad
        ret
hex4:                                   ; AX, which is kept
        pushad
        mov ecx, 4
.digit: rol ax, 4
        mov ebx, eax
        and ebx, 15
        push eax
        mov al, [digits + ebx]
        call put
        pop eax
        loop .digit
        popad
        ret

digits: db "0123456789abcdef"
uart:   db 3, 0x80, 0, 1, 1, 0, 3, 3    ; 115200 baud, 8N1
cpus:   dd 1
memory: dd 0
features:
        dd 0
name:   times 16 db 0
range:  times 20 db 0
        times (1 + SECTORS) * 512 - ($ - $$) db 0
