# An installer of the folder dist/vmx2xen: makensis -DVERSION=… installer/windows/vmx2xen.nsi
# Silent: vmx2xen-setup.exe /S [/D=FOLDER, last and without quotes], uninstall.exe /S.
Target amd64-unicode
Name "vmx2xen ${VERSION}"
OutFile "../../build/vmx2xen-${VERSION}-setup.exe"
InstallDir "$PROGRAMFILES64\vmx2xen"
RequestExecutionLevel admin
SetCompressor /SOLID lzma
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\vmx2xen"
!define CLASSES "Software\Classes"

# "Open with" of .vmx, .vmdk, .ovf and .ova; what opens them by default stays as it is.
!macro OpensWith ENDING
  WriteRegStr HKLM "${CLASSES}\.${ENDING}\OpenWithProgids" "vmx2xen.machine" ""
!macroend
!macro OpensNoMore ENDING
  DeleteRegValue HKLM "${CLASSES}\.${ENDING}\OpenWithProgids" "vmx2xen.machine"
!macroend

Section
  SetRegView 64
  SetShellVarContext all
  SetOutPath "$INSTDIR"
  File /r "../../dist/vmx2xen/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\vmx2xen.lnk" "$INSTDIR\vmx2xen-window.exe"
  WriteRegStr HKLM "${CLASSES}\vmx2xen.machine" "" "Virtual machine for vmx2xen"
  WriteRegStr HKLM "${CLASSES}\vmx2xen.machine\shell\open\command" "" '"$INSTDIR\vmx2xen-window.exe" "%1"'
  !insertmacro OpensWith vmx
  !insertmacro OpensWith vmdk
  !insertmacro OpensWith ovf
  !insertmacro OpensWith ova
  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "vmx2xen"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
SectionEnd

Section "Uninstall"
  SetRegView 64
  SetShellVarContext all
  Delete "$SMPROGRAMS\vmx2xen.lnk"
  !insertmacro OpensNoMore vmx
  !insertmacro OpensNoMore vmdk
  !insertmacro OpensNoMore ovf
  !insertmacro OpensNoMore ova
  DeleteRegKey HKLM "${CLASSES}\vmx2xen.machine"
  DeleteRegKey HKLM "${UNINSTALL}"
  RMDir /r "$INSTDIR"
SectionEnd
