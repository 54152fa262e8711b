<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ChainDesk</name>
    <message>
        <source>No disk of this machine can be drawn: parts are missing or damaged.</source>
        <translation>Keine Platte dieser Maschine kann gezeichnet werden: Teile fehlen oder sind beschädigt.</translation>
    </message>
    <message>
        <source>Disk {slot} cannot be drawn: a part of it is missing or damaged.</source>
        <translation>Platte {slot} kann nicht gezeichnet werden: Ein Teil fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>It could not be saved: {why}</source>
        <translation>Speichern nicht möglich: {why}</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Snapshots</translation>
    </message>
    <message>
        <source>Disks and layers</source>
        <translation>Platten und Schichten</translation>
    </message>
</context>
<context>
    <name>ChainModel</name>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>{check} – Locate…</source>
        <translation>{check} – Suchen…</translation>
    </message>
</context>
<context>
    <name>ChainPicture</name>
    <message>
        <source>Looking whose blocks…</source>
        <translation>Wem die Blöcke gehören, wird gesucht…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Whole disk</source>
        <translation>Ganze Platte</translation>
    </message>
    <message>
        <source>Show the whole disk</source>
        <translation>Die ganze Platte zeigen</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Save as SVG or PNG</source>
        <translation>Als SVG oder PNG speichern</translation>
    </message>
</context>
<context>
    <name>ChainTree</name>
    <message>
        <source>Convert this disk</source>
        <translation>Diese Platte umwandeln</translation>
    </message>
    <message>
        <source>Locate “{name}” of {place}…</source>
        <translation>„{name}“ von {place} suchen…</translation>
    </message>
    <message>
        <source>Disks and layers</source>
        <translation>Platten und Schichten</translation>
    </message>
</context>
<context>
    <name>ChangesDialog</name>
    <message>
        <source>The state before</source>
        <translation>Der Zustand davor</translation>
    </message>
    <message>
        <source>The state after</source>
        <translation>Der Zustand danach</translation>
    </message>
    <message>
        <source>How far the states are compared</source>
        <translation>Wie weit die Zustände verglichen sind</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Search for files</source>
        <translation>Dateien suchen</translation>
    </message>
    <message>
        <source>Files that changed, by folder</source>
        <translation>Geänderte Dateien nach Ordnern</translation>
    </message>
    <message>
        <source>Save this file…</source>
        <translation>Diese Datei speichern…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>What changed in {machine}</source>
        <translation>Was sich in {machine} geändert hat</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Running state</source>
        <translation>Laufender Zustand</translation>
    </message>
    <message>
        <source>{name} – {moment}</source>
        <translation>{name} – {moment}</translation>
    </message>
    <message>
        <source>Choose two states.</source>
        <translation>Zwei Zustände wählen.</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleicht…</translation>
    </message>
    <message>
        <source>Nothing differs between these states.</source>
        <translation>Zwischen diesen Zuständen ist nichts verschieden.</translation>
    </message>
    <message>
        <source>{count} files, {size}, most in {folder}</source>
        <translation>{count} Dateien, {size}, das meiste in {folder}</translation>
    </message>
    <message>
        <source>{count} files, {size}</source>
        <translation>{count} Dateien, {size}</translation>
    </message>
    <message>
        <source>Stopped. Choose a state to compare again.</source>
        <translation>Angehalten. Zum Vergleichen wieder einen Zustand wählen.</translation>
    </message>
    <message>
        <source>Save this file</source>
        <translation>Diese Datei speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Speichert…</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Gespeichert als {path}.</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong in vmx2xen</source>
        <translation>In vmx2xen ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>This is a fault of the program, not of yours. The source files are untouched. Please send the report to the developers. It names files and folders, but no people and computers.</source>
        <translation>Das ist ein Fehler des Programms, nicht der Bedienung. Die Quelldateien sind unberührt. Bitte den Bericht an die Entwickler senden. Er nennt Dateien und Ordner, aber keine Personen und Rechner.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Save report…</source>
        <translation>Bericht &amp;speichern…</translation>
    </message>
</context>
<context>
    <name>FilesModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>added</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
</context>
<context>
    <name>FleetDialog</name>
    <message>
        <source>this computer; or tcp://scheduler:8786</source>
        <translation>dieser Rechner; oder tcp://scheduler:8786</translation>
    </message>
    <message>
        <source>Stop it; what was made is kept</source>
        <translation>Anhalten; was entstanden ist, bleibt</translation>
    </message>
    <message>
        <source>&amp;Stop all</source>
        <translation>A&amp;lle anhalten</translation>
    </message>
    <message>
        <source>Stop &amp;machine</source>
        <translation>&amp;Maschine anhalten</translation>
    </message>
    <message>
        <source>Stop the selected one; what was made is kept</source>
        <translation>Die ausgewählte anhalten; was entstanden ist, bleibt</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>Where it runs</source>
        <translation>Wo sie läuft</translation>
    </message>
    <message>
        <source>Run &amp;on:</source>
        <translation>Läuft &amp;auf:</translation>
    </message>
    <message>
        <source>Machines of the fleet</source>
        <translation>Maschinen der Flotte</translation>
    </message>
    <message>
        <source>R&amp;eport</source>
        <translation>B&amp;ericht</translation>
    </message>
</context>
<context>
    <name>GuideView</name>
    <message>
        <source>Guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Whole</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Running state</source>
        <translation>Laufender Zustand</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message>
        <source>on a branch</source>
        <translation>auf einem Zweig</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>HistoryView</name>
    <message>
        <source>Snapshots, the newest first</source>
        <translation>Snapshots, der neueste zuerst</translation>
    </message>
    <message>
        <source>Convert this state</source>
        <translation>Diesen Zustand konvertieren</translation>
    </message>
    <message>
        <source>The files that changed in the guest; choose two states with Ctrl to compare</source>
        <translation>Die Dateien, die sich im Gast geändert haben; mit Strg zwei Zustände wählen, um sie zu vergleichen</translation>
    </message>
    <message>
        <source>Search for snapshots</source>
        <translation>Snapshots suchen</translation>
    </message>
    <message>
        <source>Compare with what is chosen…</source>
        <translation>Mit dem gewählten vergleichen…</translation>
    </message>
    <message>
        <source>Compare these two…</source>
        <translation>Diese beiden vergleichen…</translation>
    </message>
    <message>
        <source>What it changed…</source>
        <translation>Was er geändert hat…</translation>
    </message>
</context>
<context>
    <name>HostAccess</name>
    <message>
        <source>This is no address of a host.</source>
        <translation>Das ist keine Adresse eines Hosts.</translation>
    </message>
</context>
<context>
    <name>HostDialog</name>
    <message>
        <source>Open from a host</source>
        <translation>Von einem Host öffnen</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>This host has no machines.</source>
        <translation>Dieser Host hat keine Maschinen.</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Snapshots</translation>
    </message>
    <message>
        <source>Machines of the host</source>
        <translation>Maschinen des Hosts</translation>
    </message>
    <message>
        <source>An ESXi host or a vCenter; or the address of a file on a host that SSH leads to: ssh://user@host/folder/vm.vmx</source>
        <translation>Ein ESXi-Host oder ein vCenter; oder die Adresse einer Datei auf einem Host, zu dem SSH führt: ssh://user@host/folder/vm.vmx</translation>
    </message>
</context>
<context>
    <name>Invitation</name>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Choose the files of a virtual machine</source>
        <translation>Die Dateien einer virtuellen Maschine wählen</translation>
    </message>
    <message>
        <source>Drop a virtual machine here</source>
        <translation>Virtuelle Maschine hier ablegen</translation>
    </message>
    <message>
        <source>a .vmx file, a folder with machines, a .vmdk disk, an .ova or .ovf appliance,
or the folder of a finished conversion</source>
        <translation>eine .vmx-Datei, ein Ordner mit Maschinen, eine .vmdk-Platte, eine .ova- oder .ovf-Appliance
oder der Ordner einer fertigen Konvertierung</translation>
    </message>
</context>
<context>
    <name>MachineRows</name>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>&amp;Close machine</source>
        <translation>Maschine &amp;schließen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Save report…</source>
        <translation>&amp;Bericht speichern…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>Einstellun&amp;gen …</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;Ask the servers again</source>
        <translation>Se&amp;rver erneut fragen</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Vorgabe</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;About vmx2xen</source>
        <translation>Ü&amp;ber vmx2xen</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>{name} wird gelesen…</translation>
    </message>
    <message>
        <source>Reading {name}, {of}…</source>
        <translation>{name} wird gelesen, {of}…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;Machines</source>
        <translation>&amp;Maschinen</translation>
    </message>
    <message>
        <source>&amp;Guest</source>
        <translation>&amp;Gast</translation>
    </message>
    <message>
        <source>&amp;Xen: HAL and flags</source>
        <translation>&amp;Xen: HAL und Flags</translation>
    </message>
    <message>
        <source>&amp;To: steps</source>
        <translation>&amp;Nach: Schritte</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Warteschlange</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>&amp;From: snapshots and layers</source>
        <translation>&amp;Von: Snapshots und Schichten</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>Open from a &amp;host…</source>
        <translation>Von einem &amp;Host öffnen…</translation>
    </message>
    <message>
        <source>Open a f&amp;leet…</source>
        <translation>F&amp;lotte öffnen…</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>&amp;Merge a disk into one .vmdk…</source>
        <translation>Eine Platte zu einer .&amp;vmdk vereinen…</translation>
    </message>
    <message>
        <source>HAL of an &amp;image…</source>
        <translation>HAL eines Abbil&amp;ds…</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Opener</name>
    <message>
        <source>Files outside the folder</source>
        <translation>Dateien außerhalb des Ordners</translation>
    </message>
    <message>
        <source>Keep the last changes?</source>
        <translation>Die letzten Änderungen behalten?</translation>
    </message>
    <message>
        <source>Do you trust this virtual machine?</source>
        <translation>Ist diese virtuelle Maschine vertrauenswürdig?</translation>
    </message>
    <message>
        <source>Open without these files</source>
        <translation>Ohne diese Dateien öffnen</translation>
    </message>
    <message>
        <source>Trust it</source>
        <translation>Ihr vertrauen</translation>
    </message>
    <message>
        <source>Without them the disk is as at the last power-on.</source>
        <translation>Ohne sie ist die Platte im Stand des letzten Einschaltens.</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>PictureCanvas</name>
    <message>
        <source>Picture of the disk</source>
        <translation>Bild der Platte</translation>
    </message>
</context>
<context>
    <name>ProgressDisplay</name>
    <message>
        <source>Progress of the conversion</source>
        <translation>Fortschritt der Konvertierung</translation>
    </message>
</context>
<context>
    <name>ScreenView</name>
    <message>
        <source>Screen of the guest</source>
        <translation>Bildschirm des Gastes</translation>
    </message>
    <message>
        <source>Keys and pointer go into the guest; Ctrl+Alt+G gives the keyboard back.</source>
        <translation>Tasten und Zeiger gehen in den Gast; Strg+Alt+G gibt die Tastatur zurück.</translation>
    </message>
</context>
<context>
    <name>TrialPanel</name>
    <message>
        <source>Try</source>
        <translation>Versuchen</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Press these keys in the guest</source>
        <translation>Diese Tasten im Gast drücken</translation>
    </message>
    <message>
        <source>Start it here on hardware like Xen&apos;s; nothing is written to it.</source>
        <translation>Hier starten, auf Hardware wie der von Xen; es wird nichts hineingeschrieben.</translation>
    </message>
    <message>
        <source>It starts …</source>
        <translation>Es startet …</translation>
    </message>
    <message>
        <source>by the processor&apos;s virtualization</source>
        <translation>mit der Virtualisierung des Prozessors</translation>
    </message>
    <message>
        <source>emulated, and slower</source>
        <translation>emuliert, und langsamer</translation>
    </message>
    <message>
        <source>Runs {means}, {seconds} s</source>
        <translation>Läuft {means}, {seconds} s</translation>
    </message>
    <message>
        <source>It was ended before there was a verdict.</source>
        <translation>Er wurde beendet, bevor es ein Urteil gab.</translation>
    </message>
    <message>
        <source>Seen on {date}, {seconds} s after the start.</source>
        <translation>Gesehen am {date}, {seconds} s nach dem Start.</translation>
    </message>
    <message>
        <source>Seen {seconds} s after the start.</source>
        <translation>Gesehen {seconds} s nach dem Start.</translation>
    </message>
    <message>
        <source>It starts when its turn comes …</source>
        <translation>Er startet, wenn er an der Reihe ist …</translation>
    </message>
</context>
<context>
    <name>TrialsModel</name>
    <message>
        <source>HAL</source>
        <translation>HAL</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
    <message>
        <source>Derived</source>
        <translation>Abgeleitet</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>Versucht</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>started</source>
        <translation>gestartet</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>Firmware</translation>
    </message>
    <message>
        <source>Disk bus</source>
        <translation>Plattenbus</translation>
    </message>
    <message>
        <source>not as derived: {seen}</source>
        <translation>anders als abgeleitet: {seen}</translation>
    </message>
</context>
<context>
    <name>TrialsPanel</name>
    <message>
        <source>Combinations of HAL and flags</source>
        <translation>Verbindungen aus HAL und Flags</translation>
    </message>
    <message>
        <source>Try all</source>
        <translation>Alle versuchen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Diese einsetzen</translation>
    </message>
    <message>
        <source>Try these</source>
        <translation>Diese versuchen</translation>
    </message>
    <message>
        <source>Save what differs…</source>
        <translation>Abweichendes speichern …</translation>
    </message>
    <message>
        <source>Save what differs</source>
        <translation>Abweichendes speichern</translation>
    </message>
    <message>
        <source>What was seen otherwise than derived, as rows without names</source>
        <translation>Was anders gesehen als abgeleitet wurde, als Zeilen ohne Namen</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Gespeichert: {path}</translation>
    </message>
</context>
<context>
    <name>bottom_bar</name>
    <message>
        <source>Next: try it here, or bring it to the server.</source>
        <translation>Als Nächstes: hier ausprobieren oder auf den Server bringen.</translation>
    </message>
    <message>
        <source>&amp;Try</source>
        <translation>Aus&amp;probieren</translation>
    </message>
    <message>
        <source>Start it here on hardware like Xen&apos;s; nothing is written</source>
        <translation>Hier auf Hardware wie der von Xen starten; nichts wird geschrieben</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>F&amp;ortsetzen</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>&amp;Konvertieren</translation>
    </message>
    <message>
        <source>&amp;Send…</source>
        <translation>&amp;Senden…</translation>
    </message>
    <message>
        <source>Bring it to the server, or to where a server can fetch it</source>
        <translation>Auf den Server bringen, oder dorthin, wo ein Server es holen kann</translation>
    </message>
    <message>
        <source>What else can be done</source>
        <translation>Was sonst getan werden kann</translation>
    </message>
    <message>
        <source>Open the &amp;folder of the result</source>
        <translation>&amp;Ordner des Ergebnisses öffnen</translation>
    </message>
    <message>
        <source>Convert it &amp;again, into another folder</source>
        <translation>&amp;Noch einmal konvertieren, in einen anderen Ordner</translation>
    </message>
    <message>
        <source>Copy what was &amp;found</source>
        <translation>Was &amp;gefunden wurde kopieren</translation>
    </message>
    <message>
        <source>&amp;Discard what was copied…</source>
        <translation>&amp;Verwerfen, was kopiert wurde…</translation>
    </message>
    <message>
        <source>Try a&amp;gain</source>
        <translation>Noch&amp;mal versuchen</translation>
    </message>
    <message>
        <source>Write the image and the configuration</source>
        <translation>Abbild und Konfiguration schreiben</translation>
    </message>
    <message>
        <source>Go on where it was stopped</source>
        <translation>Weitermachen, wo angehalten wurde</translation>
    </message>
    <message>
        <source>Stop; what was copied is kept</source>
        <translation>Anhalten; bereits Kopiertes bleibt erhalten</translation>
    </message>
    <message>
        <source>The queue sends it there once it is made, and xl starts it</source>
        <translation>Die Warteschlange sendet es dorthin, sobald es fertig ist, und xl startet es</translation>
    </message>
    <message>
        <source>Start &amp;on the server</source>
        <translation>Auf dem Ser&amp;ver starten</translation>
    </message>
    <message>
        <source>Then &amp;start it on {host}</source>
        <translation>Danach auf {host} &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Send it to a server</source>
        <translation>An einen Server &amp;senden</translation>
    </message>
    <message>
        <source>Its screen by VNC, or its serial port in a terminal</source>
        <translation>Sein Bildschirm über VNC, oder seine serielle Schnittstelle in einem Terminal</translation>
    </message>
    <message>
        <source>It is on {host}. Next: start it there.</source>
        <translation>Es ist auf {host}. Als Nächstes: dort starten.</translation>
    </message>
    <message>
        <source>Have xl start it there, and see whether it runs</source>
        <translation>Es dort von xl starten lassen und sehen, ob es läuft</translation>
    </message>
    <message>
        <source>Open its c&amp;onsole</source>
        <translation>K&amp;onsole öffnen</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Computer</translation>
    </message>
    <message>
        <source>Another &amp;HAL in the image…</source>
        <translation>Andere &amp;HAL im Abbild…</translation>
    </message>
    <message>
        <source>&amp;Merge a disk into one .vmdk</source>
        <translation>Eine Platte zu einer .&amp;vmdk vereinen</translation>
    </message>
    <message>
        <source>{slot}…</source>
        <translation>{slot}…</translation>
    </message>
    <message>
        <source>Send it to a &amp;pool…</source>
        <translation>In einen &amp;Pool senden…</translation>
    </message>
    <message>
        <source>Then se&amp;nd it to {host}</source>
        <translation>Danach an {host} se&amp;nden</translation>
    </message>
    <message>
        <source>Go on &amp;sending</source>
        <translation>Weiter &amp;senden</translation>
    </message>
    <message>
        <source>Go on with the delivery that was stopped</source>
        <translation>Mit der angehaltenen Übertragung weitermachen</translation>
    </message>
    <message>
        <source>It was not sent whole. Next: go on where that was cut off.</source>
        <translation>Nicht ganz gesendet. Als Nächstes: dort weitermachen, wo es abbrach.</translation>
    </message>
</context>
<context>
    <name>card</name>
    <message>
        <source>Fold up</source>
        <translation>Zuklappen</translation>
    </message>
</context>
<context>
    <name>certificate_file</name>
    <message>
        <source>Save certificate</source>
        <translation>Zertifikat speichern</translation>
    </message>
</context>
<context>
    <name>chain_nodes</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Attached → becomes</source>
        <translation>Anschluss → wird</translation>
    </message>
    <message>
        <source>Allocated</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Hard disk</source>
        <translation>Festplatte</translation>
    </message>
    <message>
        <source>Disk {slot}</source>
        <translation>Platte {slot}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>content ID {cid}</source>
        <translation>Inhalts-ID {cid}</translation>
    </message>
    <message>
        <source>Missing part</source>
        <translation>Fehlender Teil</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Truncated</source>
        <translation>Abgeschnitten</translation>
    </message>
    <message>
        <source>Wrong content ID</source>
        <translation>Falsche Inhalts-ID</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Delta</source>
        <translation>Delta</translation>
    </message>
    <message>
        <source>Running state</source>
        <translation>Laufender Zustand</translation>
    </message>
    <message>
        <source>Snapshot “{name}”</source>
        <translation>Snapshot „{name}“</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>OK, see findings</source>
        <translation>OK, siehe Befunde</translation>
    </message>
</context>
<context>
    <name>choosing_files</name>
    <message>
        <source>Not opened – {why}.</source>
        <translation>Nicht geöffnet – {why}.</translation>
    </message>
    <message>
        <source>Open virtual machines</source>
        <translation>Virtuelle Maschinen öffnen</translation>
    </message>
    <message>
        <source>Virtual machines ({patterns})</source>
        <translation>Virtuelle Maschinen ({patterns})</translation>
    </message>
    <message>
        <source>Open the folder of a machine</source>
        <translation>Den Ordner einer Maschine öffnen</translation>
    </message>
</context>
<context>
    <name>command_lines</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Command {number}</source>
        <translation>Befehl {number}</translation>
    </message>
    <message>
        <source>Copy command {number}</source>
        <translation>Befehl {number} kopieren</translation>
    </message>
</context>
<context>
    <name>compat_legend</name>
    <message>
        <source>recommended</source>
        <translation>empfohlen</translation>
    </message>
    <message>
        <source>What is recommended</source>
        <translation>Was empfohlen wird</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>What the conversion will do</source>
        <translation>Was die Umwandlung tun wird</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installiert</translation>
    </message>
    <message>
        <source>The HAL that is in the guest</source>
        <translation>Die HAL, die im Gast ist</translation>
    </message>
    <message>
        <source>Windows does not change to it by itself, or its files are missing</source>
        <translation>Windows wechselt nicht von sich aus dazu, oder seine Dateien fehlen</translation>
    </message>
    <message>
        <source>faint: cannot be had</source>
        <translation>blass: nicht zu haben</translation>
    </message>
</context>
<context>
    <name>compat_model</name>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>empfohlen</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>Disk bus</source>
        <translation>Plattenbus</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>Firmware</translation>
    </message>
    <message>
        <source>vCPUs</source>
        <translation>vCPUs</translation>
    </message>
    <message>
        <source>Viridian (Hyper-V)</source>
        <translation>Viridian (Hyper-V)</translation>
    </message>
    <message>
        <source>Network card</source>
        <translation>Netzwerkkarte</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>cannot be had</source>
        <translation>nicht zu haben</translation>
    </message>
    <message>
        <source>PV drivers</source>
        <translation>PV-Treiber</translation>
    </message>
</context>
<context>
    <name>compat_panel</name>
    <message>
        <source>&amp;Take the selected</source>
        <translation>Aus&amp;wahl übernehmen</translation>
    </message>
    <message>
        <source>&amp;Use the recommendation</source>
        <translation>&amp;Empfehlung übernehmen</translation>
    </message>
    <message>
        <source>Recommended: {advice} {reason}</source>
        <translation>Empfohlen: {advice} {reason}</translation>
    </message>
    <message>
        <source>It is what is chosen already</source>
        <translation>Das ist bereits gewählt</translation>
    </message>
    <message>
        <source>Set the HAL, the flags and all that is beside back to what is recommended</source>
        <translation>HAL, Flags und alles daneben auf das Empfohlene zurücksetzen</translation>
    </message>
    <message>
        <source>Installed: {hal}.dll ({first})</source>
        <translation>Installiert: {hal}.dll ({first})</translation>
    </message>
    <message>
        <source>Installed: {hal}.dll ({first}; and {more} more)</source>
        <translation>Installiert: {hal}.dll ({first}; und {more} weitere)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Nothing has to be changed in the guest.</source>
        <translation>Im Gast muss nichts geändert werden.</translation>
    </message>
    <message>
        <source>Commands to be run in the guest before: {link}</source>
        <translation>Befehle, die vorher im Gast auszuführen sind: {link}</translation>
    </message>
    <message>
        <source>To be changed in the guest: {link}</source>
        <translation>Im Gast zu ändern: {link}</translation>
    </message>
    <message>
        <source>Set what the selected cell stands for</source>
        <translation>Einstellen, wofür die ausgewählte Zelle steht</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>A click on a cell says why it is so.</source>
        <translation>Ein Klick auf eine Zelle sagt, warum das so ist.</translation>
    </message>
</context>
<context>
    <name>compat_view</name>
    <message>
        <source>Compatibility</source>
        <translation>Verträglichkeit</translation>
    </message>
</context>
<context>
    <name>config_preview</name>
    <message>
        <source>Xen configuration</source>
        <translation>Xen-Konfiguration</translation>
    </message>
    <message>
        <source>Recommended: {line}</source>
        <translation>Empfohlen: {line}</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Copy te&amp;xt</source>
        <translation>Te&amp;xt kopieren</translation>
    </message>
    <message>
        <source>Copy the whole configuration</source>
        <translation>Die ganze Konfiguration kopieren</translation>
    </message>
    <message>
        <source>Copy for libvirt</source>
        <translation>Für libvirt kopieren</translation>
    </message>
    <message>
        <source>Copy the same domain as XML that libvirt reads</source>
        <translation>Kopiert dieselbe Domäne als XML, das libvirt liest</translation>
    </message>
    <message>
        <source>It would not be written: something is not possible.</source>
        <translation>Sie würde nicht geschrieben: Etwas ist nicht möglich.</translation>
    </message>
    <message>
        <source>Lines other than recommended: {count}</source>
        <translation>Zeilen anders als empfohlen: {count}</translation>
    </message>
    <message>
        <source>As recommended</source>
        <translation>Wie empfohlen</translation>
    </message>
    <message>
        <source>for</source>
        <translation>für</translation>
    </message>
</context>
<context>
    <name>console</name>
    <message>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>There is no terminal and no viewer that could be started. This opens it:</source>
        <translation>Es gibt kein Terminal und keinen Betrachter, die sich starten lassen. Das öffnet sie:</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Befehl kopieren</translation>
    </message>
</context>
<context>
    <name>decisions</name>
    <message>
        <source>Where is {name} of {place}?</source>
        <translation>Wo liegt {name} von {place}?</translation>
    </message>
    <message>
        <source>It will not start</source>
        <translation>Startet so nicht</translation>
    </message>
    <message>
        <source>{name} will not start under Xen with these settings.</source>
        <translation>{name} wird mit diesen Einstellungen unter Xen nicht starten.</translation>
    </message>
    <message>
        <source>Xen&apos;s PV drivers for this Windows</source>
        <translation>Xens PV-Treiber für dieses Windows</translation>
    </message>
    <message>
        <source>Images and installers (*.iso *.msi);;All files (*)</source>
        <translation>Abbilder und Installationspakete (*.iso *.msi);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Convert all the same</source>
        <translation>Trotzdem umwandeln</translation>
    </message>
    <message>
        <source>Use the recommendation</source>
        <translation>Die Empfehlung nehmen</translation>
    </message>
    <message>
        <source>Where the result goes</source>
        <translation>Wohin das Ergebnis kommt</translation>
    </message>
    <message>
        <source>Choose a table of networks</source>
        <translation>Tabelle der Netzwerke wählen</translation>
    </message>
    <message>
        <source>Tables of networks ({patterns})</source>
        <translation>Tabellen von Netzwerken ({patterns})</translation>
    </message>
    <message>
        <source>The CD of this Windows: an image, or a cabinet on it</source>
        <translation>Die CD dieses Windows: ein Abbild, oder ein Archiv (.cab) darauf</translation>
    </message>
    <message>
        <source>What the guest runs once, at its first start</source>
        <translation>Was der Gast einmal ausführt, bei seinem ersten Start</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Images and cabinets (*.iso *.cab);;All files (*)</source>
        <translation>Abbilder und Archive (*.iso *.cab);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>{count} of {all} will not start under Xen with their settings.</source>
        <translation>{count} von {all} starten mit ihren Einstellungen nicht unter Xen.</translation>
    </message>
    <message>
        <source>Files like it ({pattern})</source>
        <translation>Dateien dieser Art ({pattern})</translation>
    </message>
    <message>
        <source>A snapshot of {name} was taken on its host. It goes once it is converted.</source>
        <translation>Von {name} wurde auf dem Host ein Snapshot gemacht. Er verschwindet, sobald er konvertiert ist.</translation>
    </message>
</context>
<context>
    <name>desktop_status</name>
    <message>
        <source>Done: {work}</source>
        <translation>Fertig: {work}</translation>
    </message>
    <message>
        <source>Failed: {work}</source>
        <translation>Fehlgeschlagen: {work}</translation>
    </message>
    <message>
        <source>{count} of {all} could not be done</source>
        <translation>{count} von {all} konnten nicht erledigt werden</translation>
    </message>
    <message>
        <source>All {count} are done</source>
        <translation>Alle {count} sind fertig</translation>
    </message>
</context>
<context>
    <name>domain_again</name>
    <message>
        <source>Write the configuration again</source>
        <translation>Konfiguration neu schreiben</translation>
    </message>
    <message>
        <source>Nothing is copied: the images stay as they are</source>
        <translation>Nichts wird kopiert: die Abbilder bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Written: {value}</source>
        <translation>Geschrieben: {value}</translation>
    </message>
    <message>
        <source>Changed: {what}</source>
        <translation>Geändert: {what}</translation>
    </message>
</context>
<context>
    <name>domain_editor</name>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
    <message>
        <source>vCPUs</source>
        <translation>vCPUs</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>Firmware</translation>
    </message>
    <message>
        <source>Disk bus</source>
        <translation>Plattenbus</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netzwerke</translation>
    </message>
    <message>
        <source>Network card {number}</source>
        <translation>Netzwerkkarte {number}</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>bridge</source>
        <translation>Bridge</translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation>MAC-Adresse</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>MAC, card {number}</source>
        <translation>MAC, Karte {number}</translation>
    </message>
    <message>
        <source>Other settings</source>
        <translation>Andere Einstellungen</translation>
    </message>
</context>
<context>
    <name>domain_fields</name>
    <message>
        <source>Recommended: {key}={value}</source>
        <translation>Empfohlen: {key}={value}</translation>
    </message>
</context>
<context>
    <name>drawer</name>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>drop_area</name>
    <message>
        <source>This cannot be opened</source>
        <translation>Das kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Drop to open {names}</source>
        <translation>Loslassen, um {names} zu öffnen</translation>
    </message>
    <message>
        <source>not on this computer</source>
        <translation>nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>not a virtual machine (.vmx, .vmdk, .ova, .ovf or a folder)</source>
        <translation>keine virtuelle Maschine (.vmx, .vmdk, .ova, .ovf oder ein Ordner)</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>existiert nicht</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>What was dropped</source>
        <translation>Das Abgelegte</translation>
    </message>
    <message>
        <source>it is no file</source>
        <translation>keine Datei</translation>
    </message>
</context>
<context>
    <name>effects</name>
    <message>
        <source>What comes of it</source>
        <translation>Was sich daraus ergibt</translation>
    </message>
</context>
<context>
    <name>entry_bar</name>
    <message>
        <source>Progress of what is done with the result</source>
        <translation>Fortschritt der Arbeit am Ergebnis</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{work}: waiting in the queue.</source>
        <translation>{work}: wartet in der Warteschlange.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt…</translation>
    </message>
    <message>
        <source>{work}: stopped.</source>
        <translation>{work}: angehalten.</translation>
    </message>
    <message>
        <source>It failed. The log and the report say more.</source>
        <translation>Gescheitert. Protokoll und Bericht sagen mehr.</translation>
    </message>
</context>
<context>
    <name>files_nodes</name>
    <message>
        <source>Other files</source>
        <translation>Weitere Dateien</translation>
    </message>
    <message>
        <source>Folders and structures of the file system</source>
        <translation>Ordner und Strukturen des Dateisystems</translation>
    </message>
    <message>
        <source>Space that is free now</source>
        <translation>Jetzt freier Platz</translation>
    </message>
    <message>
        <source>In no file</source>
        <translation>In keiner Datei</translation>
    </message>
    <message>
        <source>In files that cannot be told</source>
        <translation>In Dateien, die nicht zu bestimmen sind</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{slot}, outside of its volumes</source>
        <translation>{slot}, außerhalb der Volumes</translation>
    </message>
</context>
<context>
    <name>finding_rows</name>
    <message>
        <source>… and {count} more.</source>
        <translation>… und {count} weitere.</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count} weitere zeigen</translation>
    </message>
    <message>
        <source>Show {count} hints</source>
        <translation>{count} Hinweise zeigen</translation>
    </message>
</context>
<context>
    <name>finished_machine</name>
    <message>
        <source>Converted</source>
        <translation>Konvertiert</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Abbild</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
</context>
<context>
    <name>flattening</name>
    <message>
        <source>The newest file of a disk</source>
        <translation>Die neueste Datei einer Platte</translation>
    </message>
    <message>
        <source>Disks (*.vmdk)</source>
        <translation>Platten (*.vmdk)</translation>
    </message>
    <message>
        <source>Merge into one .vmdk</source>
        <translation>Zu einer .vmdk vereinen</translation>
    </message>
</context>
<context>
    <name>fleet_model</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Welle</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>What stands against it</source>
        <translation>Was dagegen spricht</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>fleet_rows</name>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>{ready} of {count} machines are ready: {size} to read, at most {needed} for the results, about {time} on this computer.</source>
        <translation>{ready} von {count} Maschinen sind bereit: {size} zu lesen, höchstens {needed} für die Ergebnisse, etwa {time} auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>fleets</name>
    <message>
        <source>Fleet {plan}</source>
        <translation>Flotte {plan}</translation>
    </message>
    <message>
        <source>Open a fleet</source>
        <translation>Flotte öffnen</translation>
    </message>
    <message>
        <source>Plans (*.toml)</source>
        <translation>Pläne (*.toml)</translation>
    </message>
</context>
<context>
    <name>guest_card</name>
    <message>
        <source>Guest</source>
        <translation>Gast</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten…</translation>
    </message>
    <message>
        <source>Windows CD</source>
        <translation>Windows-CD</translation>
    </message>
    <message>
        <source>Files that the guest does not hold are taken from there</source>
        <translation>Dateien, die der Gast nicht hat, kommen von dort</translation>
    </message>
    <message>
        <source>Run at the first start</source>
        <translation>Beim ersten Start ausführen</translation>
    </message>
    <message>
        <source>The guest runs them once, when it starts under Xen</source>
        <translation>Der Gast führt sie einmal aus, wenn er unter Xen startet</translation>
    </message>
    <message>
        <source>Xen&apos;s PV drivers</source>
        <translation>Xens PV-Treiber</translation>
    </message>
    <message>
        <source>Windows takes them in at its first start, which is from IDE or AHCI</source>
        <translation>Windows nimmt sie beim ersten Start auf, der von IDE oder AHCI ist</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>Ein Ordner…</translation>
    </message>
    <message>
        <source>An ISO image or an .msi…</source>
        <translation>Ein ISO-Abbild oder eine .msi…</translation>
    </message>
</context>
<context>
    <name>guest_files</name>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>{what}: none</source>
        <translation>{what}: keine</translation>
    </message>
</context>
<context>
    <name>guest_switches</name>
    <message>
        <source>Services and drivers of VMware Tools are disabled</source>
        <translation>Dienste und Treiber der VMware Tools werden abgeschaltet</translation>
    </message>
    <message>
        <source>Start-up images get Xen&apos;s drivers</source>
        <translation>Startabbilder bekommen die Treiber für Xen</translation>
    </message>
    <message>
        <source>It is mended so that it finds its disks under Xen</source>
        <translation>Es wird so ausgebessert, dass es seine Platten unter Xen findet</translation>
    </message>
    <message>
        <source>Those of all kernels</source>
        <translation>Die aller Kerne</translation>
    </message>
    <message>
        <source>Windows&apos; own drivers for Xen&apos;s disks are enabled</source>
        <translation>Windows&apos; eigene Treiber für die Platten von Xen werden eingeschaltet</translation>
    </message>
    <message>
        <source>So that its code can be read, in place of starting again and again</source>
        <translation>Damit sein Code gelesen werden kann, statt dass es immer wieder neu startet</translation>
    </message>
    <message>
        <source>Drivers for the power states of a processor are disabled</source>
        <translation>Treiber für die Energiezustände eines Prozessors werden abgeschaltet</translation>
    </message>
    <message>
        <source>They may stop a Windows 2000, XP or 2003 on another processor</source>
        <translation>Sie können ein Windows 2000, XP oder 2003 auf einem anderen Prozessor anhalten</translation>
    </message>
    <message>
        <source>Network cards keep their names</source>
        <translation>Netzwerkkarten behalten ihre Namen</translation>
    </message>
    <message>
        <source>Disks are named by what stays the same</source>
        <translation>Platten heißen nach dem, was gleich bleibt</translation>
    </message>
    <message>
        <source>A crash stays on the screen</source>
        <translation>Ein Absturz bleibt auf dem Bildschirm stehen</translation>
    </message>
    <message>
        <source>Its fixed addresses are set again at its first start</source>
        <translation>Seine festen Adressen werden beim ersten Start wieder gesetzt</translation>
    </message>
    <message>
        <source>Else its loader may read past the place it means</source>
        <translation>Sonst liest sein Lader womöglich an der falschen Stelle</translation>
    </message>
    <message>
        <source>Where they are not, it would stop with 0x0000007B</source>
        <translation>Ohne sie hielte es mit 0x0000007B an</translation>
    </message>
    <message>
        <source>The boot sector gets the number of heads that Xen&apos;s BIOS tells</source>
        <translation>Der Startsektor bekommt die Zahl der Köpfe, die das BIOS von Xen nennt</translation>
    </message>
    <message>
        <source>By their MAC</source>
        <translation>Nach ihrer MAC</translation>
    </message>
    <message>
        <source>Its boot loader is put where any UEFI firmware looks for one</source>
        <translation>Sein Bootloader kommt dorthin, wo jede UEFI-Firmware einen sucht</translation>
    </message>
</context>
<context>
    <name>guest_view</name>
    <message>
        <source>Guest</source>
        <translation>Gast</translation>
    </message>
    <message>
        <source>In the guest</source>
        <translation>Im Gast</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>After the conversion</source>
        <translation>Nach der Konvertierung</translation>
    </message>
    <message>
        <source>No operating system that is known</source>
        <translation>Kein bekanntes Betriebssystem</translation>
    </message>
    <message>
        <source>To be changed ({count})</source>
        <translation>Wird geändert ({count})</translation>
    </message>
</context>
<context>
    <name>guide_view</name>
    <message>
        <source>en</source>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>hal_list</name>
    <message>
        <source>Will not start</source>
        <translation>Startet nicht</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Windows does not change to these by itself, or lacks their files</source>
        <translation>Zu diesen wechselt Windows nicht von sich aus, oder ihre Dateien fehlen</translation>
    </message>
    <message>
        <source>HAL</source>
        <translation>HAL</translation>
    </message>
    <message>
        <source>Others that fit</source>
        <translation>Andere, die passen</translation>
    </message>
    <message>
        <source>Hardware abstraction layer</source>
        <translation>Hardware-Abstraktionsschicht (HAL)</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>header</name>
    <message>
        <source>Machines ▾</source>
        <translation>Maschinen ▾</translation>
    </message>
    <message>
        <source>Show the list of machines</source>
        <translation>Die Liste der Maschinen zeigen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>What runs and what waits</source>
        <translation>Was läuft und was wartet</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What has happened, line by line</source>
        <translation>Was geschehen ist, Zeile für Zeile</translation>
    </message>
</context>
<context>
    <name>image_hal</name>
    <message>
        <source>An image with a Windows</source>
        <translation>Ein Abbild mit einem Windows</translation>
    </message>
    <message>
        <source>Raw images (*.img *.raw);;All files (*)</source>
        <translation>Rohe Abbilder (*.img *.raw);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>image_hal_dialog</name>
    <message>
        <source>HAL of an image</source>
        <translation>HAL eines Abbilds</translation>
    </message>
    <message>
        <source>Hardware abstraction layer</source>
        <translation>Hardware-Abstraktionsschicht (HAL)</translation>
    </message>
    <message>
        <source>HAL</source>
        <translation>HAL</translation>
    </message>
    <message>
        <source>Flags of Xen&apos;s</source>
        <translation>Flags von Xen</translation>
    </message>
    <message>
        <source>The change</source>
        <translation>Der Wechsel</translation>
    </message>
    <message>
        <source>&amp;Change the HAL</source>
        <translation>HAL &amp;wechseln</translation>
    </message>
    <message>
        <source>&amp;Take the last change back</source>
        <translation>Letzte Änderung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>Nothing was changed in this image</source>
        <translation>In diesem Abbild wurde nichts geändert</translation>
    </message>
    <message>
        <source>This Windows has one HAL only, made for all machines.</source>
        <translation>Dieses Windows hat nur eine HAL, für alle Maschinen gemacht.</translation>
    </message>
    <message>
        <source>The image itself is changed, which can be taken back. Its configuration has to say the flags that go with the HAL; that of a conversion is changed along.</source>
        <translation>Geändert wird das Abbild selbst, was zurückgenommen werden kann. Seine Konfiguration muss die Flags nennen, die zur HAL gehören; die einer Konvertierung wird mit geändert.</translation>
    </message>
    <message>
        <source>Choose another HAL first</source>
        <translation>Erst eine andere HAL wählen</translation>
    </message>
</context>
<context>
    <name>job_display</name>
    <message>
        <source>Looking at the machine…</source>
        <translation>Die Maschine wird betrachtet…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Waiting in the queue, until the drives it needs are free.</source>
        <translation>Wartet in der Warteschlange, bis die nötigen Laufwerke frei sind.</translation>
    </message>
    <message>
        <source>It failed. The log and the report say more.</source>
        <translation>Gescheitert. Protokoll und Bericht sagen mehr.</translation>
    </message>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation>Schritt {number} von {count}: {name}</translation>
    </message>
    <message>
        <source>Done. {images} and {config} are in the folder.</source>
        <translation>Fertig. {images} und {config} liegen im Ordner.</translation>
    </message>
    <message>
        <source>{read} to copy. It takes {needed}; {free} are free.</source>
        <translation>{read} zu kopieren. Platzbedarf {needed}; {free} sind frei.</translation>
    </message>
    <message>
        <source>Stopped. What has been copied is kept; Resume goes on from there.</source>
        <translation>Angehalten. Bereits Kopiertes bleibt erhalten; Fortsetzen macht dort weiter.</translation>
    </message>
    <message>
        <source>Stopped at {percent} %. It is kept in {folder}; Resume goes on from there.</source>
        <translation>Bei {percent} % angehalten. Erhalten in {folder}; Fortsetzen macht dort weiter.</translation>
    </message>
    <message>
        <source>Converted before, on {date}, into {folder}.</source>
        <translation>Schon einmal konvertiert, am {date}, nach {folder}.</translation>
    </message>
    <message>
        <source>Open a virtual machine.</source>
        <translation>Eine virtuelle Maschine öffnen.</translation>
    </message>
</context>
<context>
    <name>leaving</name>
    <message>
        <source>What has been copied is kept. At the next start it can be resumed, and what waits in the queue is offered again. An XVA or a SHA-256 under way begins anew.</source>
        <translation>Bereits Kopiertes bleibt erhalten. Beim nächsten Start lässt es sich fortsetzen, und was in der Warteschlange wartet, wird wieder angeboten. Ein XVA oder ein SHA-256 in Arbeit beginnt von vorn.</translation>
    </message>
    <message>
        <source>Stop it and quit?</source>
        <translation>Anhalten und beenden?</translation>
    </message>
    <message>
        <source>Work is under way</source>
        <translation>Es wird noch gearbeitet</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
</context>
<context>
    <name>log_console</name>
    <message>
        <source>Least level</source>
        <translation>Mindeststufe</translation>
    </message>
    <message>
        <source>Only lines with</source>
        <translation>Nur Zeilen mit</translation>
    </message>
    <message>
        <source>Only lines with…</source>
        <translation>Nur Zeilen mit…</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Show new lines as they come in; else the view stands still</source>
        <translation>Neue Zeilen sofort zeigen; sonst bleibt die Ansicht stehen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>Die gewählten Zeilen kopieren, oder alle gezeigten</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Save the lines that are shown in a file</source>
        <translation>Die gezeigten Zeilen in einer Datei speichern</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Versions, log, plan and findings in a .zip, without names of people and computers</source>
        <translation>Versionen, Protokoll, Plan und Befunde in einem .zip, ohne Namen von Personen und Rechnern</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>From information on</source>
        <translation>Ab Information</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>All machines</source>
        <translation>Alle Maschinen</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
</context>
<context>
    <name>log_in</name>
    <message>
        <source>Address of the host</source>
        <translation>Adresse des Hosts</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>&amp;Keep it in the keyring</source>
        <translation>Im Schlüsselbund &amp;behalten</translation>
    </message>
    <message>
        <source>&amp;Log in</source>
        <translation>&amp;Anmelden</translation>
    </message>
    <message>
        <source>&amp;Trust this host</source>
        <translation>Diesem Host &amp;vertrauen</translation>
    </message>
    <message>
        <source>Asking the host…</source>
        <translation>Der Host wird gefragt…</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>A&amp;dresse:</translation>
    </message>
    <message>
        <source>&amp;Password:</source>
        <translation>&amp;Passwort:</translation>
    </message>
</context>
<context>
    <name>machine_nodes</name>
    <message>
        <source>Virtual machine</source>
        <translation>Virtuelle Maschine</translation>
    </message>
    <message>
        <source>Snapshot {number}</source>
        <translation>Snapshot {number}</translation>
    </message>
    <message>
        <source>Layer of this branch</source>
        <translation>Schicht dieses Zweigs</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Zweig</translation>
    </message>
</context>
<context>
    <name>machine_pane</name>
    <message>
        <source>Machines</source>
        <translation>Maschinen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Choose the files of a virtual machine</source>
        <translation>Die Dateien einer virtuellen Maschine wählen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Only machines with</source>
        <translation>Nur Maschinen mit</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Open no more machines</source>
        <translation>Keine weiteren Maschinen öffnen</translation>
    </message>
    <message>
        <source>All {n}</source>
        <translation>Alle {n}</translation>
    </message>
    <message>
        <source>Needs you {n}</source>
        <translation>Offen {n}</translation>
    </message>
    <message>
        <source>Done {n}</source>
        <translation>Fertig {n}</translation>
    </message>
    <message>
        <source>{all} machines, {ready} ready</source>
        <translation>{all} Maschinen, {ready} bereit</translation>
    </message>
    <message>
        <source>Convert {n}</source>
        <translation>{n} konvertieren</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>Konvertieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>machine_state</name>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen…</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>Nicht erreicht</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt…</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>1 hint</source>
        <translation>1 Hinweis</translation>
    </message>
    <message>
        <source>{n} hints</source>
        <translation>{n} Hinweise</translation>
    </message>
    <message>
        <source>Running on the server</source>
        <translation>Läuft auf dem Server</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
</context>
<context>
    <name>machine_words</name>
    <message>
        <source>sent to {server}</source>
        <translation>gesendet an {server}</translation>
    </message>
    <message>
        <source>1 snapshot</source>
        <translation>1 Snapshot</translation>
    </message>
    <message>
        <source>{count} snapshots</source>
        <translation>{count} Snapshots</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Computer</translation>
    </message>
    <message>
        <source>{host} could not be asked at {time}: {why}</source>
        <translation>{host} war um {time} nicht zu fragen: {why}</translation>
    </message>
    <message>
        <source>Seen running on {host} at {time}.</source>
        <translation>Läuft auf {host}, gesehen um {time}.</translation>
    </message>
    <message>
        <source>At {time} it did not run on {host}: {why}.</source>
        <translation>Um {time} lief sie auf {host} nicht: {why}.</translation>
    </message>
    <message>
        <source>from {source}</source>
        <translation>aus {source}</translation>
    </message>
    <message>
        <source>Converted {date}</source>
        <translation>Konvertiert {date}</translation>
    </message>
    <message>
        <source>1 processor</source>
        <translation>1 Prozessor</translation>
    </message>
    <message>
        <source>{n} processors</source>
        <translation>{n} Prozessoren</translation>
    </message>
    <message>
        <source>preset “{name}”</source>
        <translation>Vorgabe „{name}“</translation>
    </message>
    <message>
        <source>{count} disks, {size}</source>
        <translation>{count} Platten, {size}</translation>
    </message>
</context>
<context>
    <name>numbers</name>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>The source does not answer</source>
        <translation>Die Quelle antwortet nicht</translation>
    </message>
    <message>
        <source>The target has not taken it yet</source>
        <translation>Das Ziel hat noch nicht angenommen</translation>
    </message>
    <message>
        <source>Nothing moves</source>
        <translation>Nichts bewegt sich</translation>
    </message>
    <message>
        <source>{what}: no progress for {seconds} s</source>
        <translation>{what}: seit {seconds} s kein Fortschritt</translation>
    </message>
    <message>
        <source>limited by reading</source>
        <translation>begrenzt durch das Lesen</translation>
    </message>
    <message>
        <source>limited by writing</source>
        <translation>begrenzt durch das Schreiben</translation>
    </message>
    <message>
        <source>limited by the processor</source>
        <translation>begrenzt durch den Prozessor</translation>
    </message>
    <message>
        <source>measuring the speed…</source>
        <translation>Tempo wird gemessen …</translation>
    </message>
</context>
<context>
    <name>other_settings</name>
    <message>
        <source>Other settings</source>
        <translation>Andere Einstellungen</translation>
    </message>
    <message>
        <source>KEY=VALUE with blanks between, as xl.cfg has them: {keys} and others</source>
        <translation>SCHLÜSSEL=WERT, durch Leerzeichen getrennt, wie in xl.cfg: {keys} und andere</translation>
    </message>
    <message>
        <source>A quotation mark has no other one</source>
        <translation>Ein Anführungszeichen hat kein Gegenstück</translation>
    </message>
    <message>
        <source>“{word}” is not of the form KEY=VALUE</source>
        <translation>„{word}“ hat nicht die Form SCHLÜSSEL=WERT</translation>
    </message>
</context>
<context>
    <name>phrases</name>
    <message>
        <source>grain tables of {entries} entries</source>
        <translation>Grain-Tabellen mit {entries} Einträgen</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>Check that the file exists and that you may read it.</source>
        <translation>Prüfen, ob die Datei existiert und gelesen werden darf.</translation>
    </message>
    <message>
        <source>{path} is not a virtual machine configuration: {reason}.</source>
        <translation>{path} ist keine Konfiguration einer virtuellen Maschine: {reason}.</translation>
    </message>
    <message>
        <source>Choose the .vmx file (or the .ovf, .ova or disk .vmdk) of the machine.</source>
        <translation>Die .vmx-Datei der Maschine wählen (oder .ovf, .ova oder die Platte als .vmdk).</translation>
    </message>
    <message>
        <source>The virtual machine is encrypted.</source>
        <translation>Die virtuelle Maschine ist verschlüsselt.</translation>
    </message>
    <message>
        <source>Remove the encryption in VMware (VM &gt; Settings &gt; Options &gt; Access Control), then convert again.</source>
        <translation>Die Verschlüsselung in VMware entfernen (VM &gt; Settings &gt; Options &gt; Access Control), dann erneut konvertieren.</translation>
    </message>
    <message>
        <source>The virtual machine is suspended: its memory is saved in {path}.</source>
        <translation>Die virtuelle Maschine ist angehalten: Ihr Arbeitsspeicher ist in {path} gesichert.</translation>
    </message>
    <message>
        <source>The virtual machine is in use: {path} is locked.</source>
        <translation>Die virtuelle Maschine ist in Benutzung: {path} ist gesperrt.</translation>
    </message>
    <message>
        <source>Shut the machine down in VMware. If it is not running, delete the left-over {path}.</source>
        <translation>Die Maschine in VMware herunterfahren. Läuft sie nicht, die liegen gebliebene Sperre {path} löschen.</translation>
    </message>
    <message>
        <source>The virtual machine has no hard disk.</source>
        <translation>Die virtuelle Maschine hat keine Festplatte.</translation>
    </message>
    <message>
        <source>Check in VMware that a disk is attached, or open its .vmdk itself.</source>
        <translation>In VMware prüfen, ob eine Platte angeschlossen ist, oder deren .vmdk selbst öffnen.</translation>
    </message>
    <message>
        <source>There is no snapshot {name}; there are: {known}.</source>
        <translation>Es gibt keinen Snapshot {name}; vorhanden sind: {known}.</translation>
    </message>
    <message>
        <source>The snapshot name {name} is not unique.</source>
        <translation>Der Snapshot-Name {name} ist nicht eindeutig.</translation>
    </message>
    <message>
        <source>Name the snapshot by its number: {known}.</source>
        <translation>Den Snapshot mit seiner Nummer nennen: {known}.</translation>
    </message>
    <message>
        <source>{path} leads outside the folder of the virtual machine ({target}).</source>
        <translation>{path} führt aus dem Ordner der virtuellen Maschine hinaus ({target}).</translation>
    </message>
    <message>
        <source>The folder {path} holds {count} virtual machines.</source>
        <translation>Der Ordner {path} enthält {count} virtuelle Maschinen.</translation>
    </message>
    <message>
        <source>Choose one of them: {names}.</source>
        <translation>Eine davon wählen: {names}.</translation>
    </message>
    <message>
        <source>{path} holds no virtual machine.</source>
        <translation>{path} enthält keine virtuelle Maschine.</translation>
    </message>
    <message>
        <source>{path} is not valid {encoding}; it was read as {used}.</source>
        <translation>{path} ist kein gültiges {encoding}; gelesen wurde als {used}.</translation>
    </message>
    <message>
        <source>Check the names shown; correct .encoding in the file if they are wrong.</source>
        <translation>Die angezeigten Namen prüfen; sind sie falsch, .encoding in der Datei berichtigen.</translation>
    </message>
    <message>
        <source>The disk {name} at {node} is nonpersistent: what the guest wrote since is not kept.</source>
        <translation>Die Platte {name} an {node} ist nicht persistent: Was der Gast seither geschrieben hat, wird nicht behalten.</translation>
    </message>
    <message>
        <source>The redo log is ignored, as VMware does at power-off. To keep the changes, commit them in VMware first.</source>
        <translation>Das Redo-Log wird ignoriert, wie VMware es beim Ausschalten tut. Sollen die Änderungen bleiben, sie zuerst in VMware übernehmen.</translation>
    </message>
    <message>
        <source>{path} has {lines} lines that are not KEY = VALUE; they were ignored.</source>
        <translation>{path} hat {lines} Zeilen, die nicht SCHLÜSSEL = WERT sind; sie wurden ignoriert.</translation>
    </message>
    <message>
        <source>Check the file if something is missing.</source>
        <translation>Die Datei prüfen, falls etwas fehlt.</translation>
    </message>
    <message>
        <source>The snapshot list {path} cannot be used: {reason}.</source>
        <translation>Die Snapshot-Liste {path} ist unbrauchbar: {reason}.</translation>
    </message>
    <message>
        <source>The running state can be converted; snapshots cannot be chosen.</source>
        <translation>Der laufende Zustand kann konvertiert werden; Snapshots stehen nicht zur Wahl.</translation>
    </message>
    <message>
        <source>{node} names {written}; instead of it, {used} beside the configuration is used.</source>
        <translation>{node} nennt {written}; stattdessen wird {used} neben der Konfiguration verwendet.</translation>
    </message>
    <message>
        <source>Check that it is the same file.</source>
        <translation>Prüfen, ob es dieselbe Datei ist.</translation>
    </message>
    <message>
        <source>The disk at {node} is shared with other machines ({mode}).</source>
        <translation>Die Platte an {node} wird mit anderen Maschinen geteilt ({mode}).</translation>
    </message>
    <message>
        <source>Make sure that no other machine writes to it during the conversion.</source>
        <translation>Sicherstellen, dass während der Konvertierung keine andere Maschine darauf schreibt.</translation>
    </message>
    <message>
        <source>The virtual machine has a virtual TPM.</source>
        <translation>Die virtuelle Maschine hat ein virtuelles TPM.</translation>
    </message>
    <message>
        <source>Its secrets do not travel: suspend BitLocker or keep the recovery key at hand. Xen has none; XCP-ng 8.3 can make a new one (xe vtpm-create vm-uuid=…).</source>
        <translation>Dessen Geheimnisse kommen nicht mit: BitLocker anhalten oder den Wiederherstellungsschlüssel bereithalten. Xen hat keines; XCP-ng 8.3 kann ein neues anlegen (xe vtpm-create vm-uuid=…).</translation>
    </message>
    <message>
        <source>{key} = {value} is not possible; {used} is used.</source>
        <translation>{key} = {value} ist nicht möglich; verwendet wird {used}.</translation>
    </message>
    <message>
        <source>{path} does not match its manifest, {manifest}.</source>
        <translation>{path} passt nicht zu seinem Manifest {manifest}.</translation>
    </message>
    <message>
        <source>It was changed after the export. Check what is shown, or export the machine again.</source>
        <translation>Es wurde nach dem Export geändert. Das Angezeigte prüfen, oder die Maschine erneut exportieren.</translation>
    </message>
    <message>
        <source>The guest was not shut down (cleanShutdown is FALSE): the machine was running when it was copied, or it crashed.</source>
        <translation>Der Gast wurde nicht heruntergefahren (cleanShutdown ist FALSE): Die Maschine lief, als sie kopiert wurde, oder sie ist abgestürzt.</translation>
    </message>
    <message>
        <source>If it was running, shut it down and copy it again: its disks are of different moments.</source>
        <translation>Lief sie, sie herunterfahren und erneut kopieren: Ihre Platten sind von verschiedenen Zeitpunkten.</translation>
    </message>
    <message>
        <source>{path} is there, which ESXi keeps while the machine is running.</source>
        <translation>{path} ist vorhanden; ESXi hält diese Datei, solange die Maschine läuft.</translation>
    </message>
    <message>
        <source>If the machine was running when it was copied, shut it down and copy it again; else the file is left over from a crash and can be deleted.</source>
        <translation>Lief die Maschine, als sie kopiert wurde, sie herunterfahren und erneut kopieren; sonst ist die Datei von einem Absturz übrig und kann gelöscht werden.</translation>
    </message>
    <message>
        <source>VMware notes that the disks of this machine need consolidation: a snapshot was not deleted in full.</source>
        <translation>VMware vermerkt, dass die Platten dieser Maschine konsolidiert werden müssen: Ein Snapshot wurde nicht vollständig gelöscht.</translation>
    </message>
    <message>
        <source>Check that the newest disk is the one that is converted; if in doubt, consolidate the disks in VMware and copy the machine again.</source>
        <translation>Prüfen, dass die neueste Platte umgewandelt wird; im Zweifel die Platten in VMware konsolidieren und die Maschine erneut kopieren.</translation>
    </message>
    <message>
        <source>The virtual machine was suspended, but its saved memory, {path}, is not here.</source>
        <translation>Die virtuelle Maschine war angehalten, aber ihr gesicherter Arbeitsspeicher, {path}, ist nicht hier.</translation>
    </message>
    <message>
        <source>The disks are converted as they are: the guest starts as after a power cut. To lose nothing, shut it down in VMware and copy it again.</source>
        <translation>Die Platten werden umgewandelt, wie sie sind: Der Gast startet wie nach einem Stromausfall. Um nichts zu verlieren, ihn in VMware herunterfahren und erneut kopieren.</translation>
    </message>
    <message>
        <source>{path} is missing.</source>
        <translation>{path} fehlt.</translation>
    </message>
    <message>
        <source>{path} is truncated: it has {size} bytes and should have at least {needed}.</source>
        <translation>{path} ist abgeschnitten: {size} Bytes sind vorhanden, mindestens {needed} sollten es sein.</translation>
    </message>
    <message>
        <source>Copy the file again from the original.</source>
        <translation>Die Datei erneut vom Original kopieren.</translation>
    </message>
    <message>
        <source>{path} is not a VMware disk: {reason}.</source>
        <translation>{path} ist keine VMware-Platte: {reason}.</translation>
    </message>
    <message>
        <source>Choose the .vmdk file named in the .vmx; copy it again if it is damaged.</source>
        <translation>Die .vmdk-Datei wählen, die in der .vmx genannt ist; ist sie beschädigt, sie erneut kopieren.</translation>
    </message>
    <message>
        <source>{path} is damaged: {reason}.</source>
        <translation>{path} ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>Copy the file again from the original, or restore it from a backup. vmware-vdiskmanager -R may mend it.</source>
        <translation>Die Datei erneut vom Original kopieren, oder aus einer Sicherung wiederherstellen. vmware-vdiskmanager -R kann sie womöglich reparieren.</translation>
    </message>
    <message>
        <source>{path} is a raw device mapping ({kind}): its data is on a physical disk.</source>
        <translation>{path} ist ein Raw Device Mapping ({kind}): Die Daten liegen auf einer physischen Platte.</translation>
    </message>
    <message>
        <source>{path} uses {what}, which is not supported.</source>
        <translation>{path} verwendet {what}; das wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Let VMware make a new copy: vmware-vdiskmanager -r {name} -t 0 copy.vmdk.</source>
        <translation>Von VMware eine neue Kopie anlegen lassen: vmware-vdiskmanager -r {name} -t 0 copy.vmdk.</translation>
    </message>
    <message>
        <source>{path} is encrypted.</source>
        <translation>{path} ist verschlüsselt.</translation>
    </message>
    <message>
        <source>Remove the encryption in VMware, then convert again.</source>
        <translation>Die Verschlüsselung in VMware entfernen, dann erneut konvertieren.</translation>
    </message>
    <message>
        <source>{path} has a journal that was not replayed.</source>
        <translation>{path} hat ein Journal, das nicht abgearbeitet ist.</translation>
    </message>
    <message>
        <source>Open the disk once on the ESXi host (power the machine on and off), then copy it again.</source>
        <translation>Die Platte einmal auf dem ESXi-Host öffnen (Maschine ein- und ausschalten), dann erneut kopieren.</translation>
    </message>
    <message>
        <source>{path} is not an ordinary file.</source>
        <translation>{path} ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>Only files can be opened as a disk; copy the content into a file first.</source>
        <translation>Nur Dateien lassen sich als Platte öffnen; den Inhalt zuerst in eine Datei kopieren.</translation>
    </message>
    <message>
        <source>{path} is too large for what it claims to be: {size} bytes, at most {limit} are read.</source>
        <translation>{path} ist zu groß für das, was es sein will: {size} Bytes, höchstens {limit} werden gelesen.</translation>
    </message>
    <message>
        <source>Check that it is the right file.</source>
        <translation>Prüfen, ob es die richtige Datei ist.</translation>
    </message>
    <message>
        <source>The descriptor of {path} says {described} sectors, its extent holds {found}.</source>
        <translation>Der Deskriptor von {path} nennt {described} Sektoren, sein Extent enthält {found}.</translation>
    </message>
    <message>
        <source>Restore the descriptor or the extent from a backup: one of them is of another disk.</source>
        <translation>Deskriptor oder Extent aus einer Sicherung wiederherstellen: Eines von beiden gehört zu einer anderen Platte.</translation>
    </message>
    <message>
        <source>{path} was not closed properly.</source>
        <translation>{path} wurde nicht ordnungsgemäß geschlossen.</translation>
    </message>
    <message>
        <source>If the machine crashed, start it once in VMware and shut it down. The content is read as it is.</source>
        <translation>Ist die Maschine abgestürzt, sie einmal in VMware starten und herunterfahren. Der Inhalt wird gelesen, wie er ist.</translation>
    </message>
    <message>
        <source>The primary grain directory of {path} is damaged; the redundant one is used.</source>
        <translation>Das primäre Grain-Verzeichnis von {path} ist beschädigt; das redundante wird verwendet.</translation>
    </message>
    <message>
        <source>Check the result; vmware-vdiskmanager -R may mend the disk.</source>
        <translation>Das Ergebnis prüfen; vmware-vdiskmanager -R kann die Platte womöglich reparieren.</translation>
    </message>
    <message>
        <source>{path} has a region of {sectors} sectors without access; it reads as zeros.</source>
        <translation>{path} hat einen Bereich von {sectors} Sektoren ohne Zugriff; er wird als Nullen gelesen.</translation>
    </message>
    <message>
        <source>Nothing to do if the guest never used it (as with physical partitions left out).</source>
        <translation>Nichts zu tun, wenn der Gast ihn nie benutzt hat (wie bei ausgelassenen physischen Partitionen).</translation>
    </message>
    <message>
        <source>The descriptor is followed. Check the end of the disk.</source>
        <translation>Maßgeblich ist der Deskriptor. Das Ende der Platte prüfen.</translation>
    </message>
    <message>
        <source>{path} ends within its last grain; the missing bytes read as zeros.</source>
        <translation>{path} endet innerhalb des letzten Grains; die fehlenden Bytes werden als Nullen gelesen.</translation>
    </message>
    <message>
        <source>Compare its size with the original; copy the file again if it is shorter.</source>
        <translation>Die Größe mit dem Original vergleichen; ist die Datei kürzer, sie erneut kopieren.</translation>
    </message>
    <message>
        <source>The parent {name} of {path} is missing.</source>
        <translation>{name}, die Elternplatte von {path}, fehlt.</translation>
    </message>
    <message>
        <source>The parent of {path} has changed since the snapshot: content ID {found}, expected {expected}.</source>
        <translation>Die Elternplatte von {path} hat sich seit dem Snapshot geändert: Inhalts-ID {found}, erwartet {expected}.</translation>
    </message>
    <message>
        <source>Restore the parent&apos;s state of that time. If you know that only the ID is wrong, put it right in the descriptor.</source>
        <translation>Die Elternplatte im damaligen Stand wiederherstellen. Ist sicher nur die ID falsch, sie im Deskriptor berichtigen.</translation>
    </message>
    <message>
        <source>The chain of {path} is a loop: {name} is its own ancestor.</source>
        <translation>Die Kette von {path} ist eine Schleife: {name} ist sein eigener Vorfahr.</translation>
    </message>
    <message>
        <source>Restore the descriptors from a backup: parentFileNameHint is wrong.</source>
        <translation>Die Deskriptoren aus einer Sicherung wiederherstellen: parentFileNameHint ist falsch.</translation>
    </message>
    <message>
        <source>The chain of {path} has more than {limit} layers.</source>
        <translation>Die Kette von {path} hat mehr als {limit} Schichten.</translation>
    </message>
    <message>
        <source>Delete snapshots in VMware first.</source>
        <translation>Zuerst in VMware Snapshots löschen.</translation>
    </message>
    <message>
        <source>There is a redo log, {path}: should its changes be kept?</source>
        <translation>Es gibt ein Redo-Log, {path}: Sollen seine Änderungen bleiben?</translation>
    </message>
    <message>
        <source>The disk of {path} is larger than {limit} bytes.</source>
        <translation>Die Platte von {path} ist größer als {limit} Bytes.</translation>
    </message>
    <message>
        <source>Check the descriptor; no VMware disk is that large.</source>
        <translation>Den Deskriptor prüfen; keine VMware-Platte ist so groß.</translation>
    </message>
    <message>
        <source>{path} is not the redo log of this disk: it is of one of {found} bytes, not {expected}.</source>
        <translation>{path} ist nicht das Redo-Log dieser Platte: Es gehört zu einer mit {found} Bytes, nicht {expected}.</translation>
    </message>
    <message>
        <source>{path} has several redo logs: {names}.</source>
        <translation>{path} hat mehrere Redo-Logs: {names}.</translation>
    </message>
    <message>
        <source>Move those away that are left over from earlier runs; the newest is the likely one.</source>
        <translation>Die von früheren Läufen übrigen wegräumen; wahrscheinlich ist das neueste das richtige.</translation>
    </message>
    <message>
        <source>The parent of {path} was found by its content ID only: {name}.</source>
        <translation>Die Elternplatte von {path} wurde nur anhand ihrer Inhalts-ID gefunden: {name}.</translation>
    </message>
    <message>
        <source>Check that it is the right file; parentFileNameHint names {hint}.</source>
        <translation>Prüfen, ob es die richtige Datei ist; parentFileNameHint nennt {hint}.</translation>
    </message>
    <message>
        <source>The parent of {path} was found beside it: {name}.</source>
        <translation>Die Elternplatte von {path} wurde daneben gefunden: {name}.</translation>
    </message>
    <message>
        <source>There is not enough room in {path}: {needed} are needed, {free} are free.</source>
        <translation>In {path} ist nicht genug Platz: {needed} werden gebraucht, {free} sind frei.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{path} exists already.</source>
        <translation>{path} existiert bereits.</translation>
    </message>
    <message>
        <source>Choose another folder, or move the file away.</source>
        <translation>Einen anderen Ordner wählen, oder die Datei wegräumen.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>Check the folder, its rights and the disk it is on.</source>
        <translation>Den Ordner, seine Rechte und den Datenträger prüfen.</translation>
    </message>
    <message>
        <source>{path} cannot be resumed: {reason}.</source>
        <translation>{path} kann nicht fortgesetzt werden: {reason}.</translation>
    </message>
    <message>
        <source>Start again in an empty folder.</source>
        <translation>In einem leeren Ordner neu beginnen.</translation>
    </message>
    <message>
        <source>The source has changed since the conversion began: {path}.</source>
        <translation>Die Quelle hat sich seit Beginn der Konvertierung geändert: {path}.</translation>
    </message>
    <message>
        <source>Start again in an empty folder, and leave the machine off meanwhile.</source>
        <translation>In einem leeren Ordner neu beginnen und die Maschine währenddessen ausgeschaltet lassen.</translation>
    </message>
    <message>
        <source>{path} does not hold what was written: {reason}.</source>
        <translation>{path} enthält nicht, was geschrieben wurde: {reason}.</translation>
    </message>
    <message>
        <source>The disk may be failing. Convert again to another disk.</source>
        <translation>Der Datenträger könnte defekt sein. Erneut auf einen anderen Datenträger konvertieren.</translation>
    </message>
    <message>
        <source>Another vmx2xen is working in {path}.</source>
        <translation>Ein anderes vmx2xen arbeitet in {path}.</translation>
    </message>
    <message>
        <source>The guest in {image} is changed; its Xen configuration has to say {flags}</source>
        <translation>Der Gast in {image} ist geändert; in seiner Xen-Konfiguration muss {flags} stehen</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it.</source>
        <translation>Warten, bis es fertig ist, oder es anhalten.</translation>
    </message>
    <message>
        <source>{path} is in use or is not a free block device: {reason}.</source>
        <translation>{path} ist in Benutzung oder kein freies Blockgerät: {reason}.</translation>
    </message>
    <message>
        <source>Unmount it, and make sure that nothing uses it.</source>
        <translation>Aushängen und sicherstellen, dass nichts es benutzt.</translation>
    </message>
    <message>
        <source>The device {path} is too small: {size} bytes, the disk has {needed}.</source>
        <translation>Das Gerät {path} ist zu klein: {size} Bytes, die Platte hat {needed}.</translation>
    </message>
    <message>
        <source>Make the volume larger, or choose another.</source>
        <translation>Das Volume vergrößern, oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>The source disk may be failing; copy the machine to another disk and try again.</source>
        <translation>Der Quell-Datenträger könnte defekt sein; die Maschine auf einen anderen kopieren und erneut versuchen.</translation>
    </message>
    <message>
        <source>A {format} image cannot hold {size} bytes.</source>
        <translation>Ein {format}-Abbild kann keine {size} Bytes aufnehmen.</translation>
    </message>
    <message>
        <source>Choose another format, for example raw.</source>
        <translation>Ein anderes Format wählen, zum Beispiel raw.</translation>
    </message>
    <message>
        <source>{path} is no finished conversion: {reason}.</source>
        <translation>{path} ist keine fertige Konvertierung: {reason}.</translation>
    </message>
    <message>
        <source>Choose the folder that vmx2xen wrote.</source>
        <translation>Den Ordner wählen, den vmx2xen geschrieben hat.</translation>
    </message>
    <message>
        <source>{path} is a device: everything on it will be overwritten.</source>
        <translation>{path} ist ein Gerät: Alles darauf wird überschrieben.</translation>
    </message>
    <message>
        <source>{path} holds a conversion that was stopped.</source>
        <translation>{path} enthält eine angehaltene Konvertierung.</translation>
    </message>
    <message>
        <source>{path} cannot become an XVA: {reason}.</source>
        <translation>Aus {path} kann kein XVA werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} is no table of networks: {reason}.</source>
        <translation>{path} ist keine Tabelle von Netzwerken: {reason}.</translation>
    </message>
    <message>
        <source>Write lines such as &quot;VM Network&quot; = &quot;xenbr1&quot;.</source>
        <translation>Zeilen schreiben wie &quot;VM Network&quot; = &quot;xenbr1&quot;.</translation>
    </message>
    <message>
        <source>XCP-ng starts the guest&apos;s clock with UTC; Windows expects local time.</source>
        <translation>XCP-ng startet die Uhr des Gastes mit UTC; Windows erwartet Ortszeit.</translation>
    </message>
    <message>
        <source>Let Windows set its clock from the network, or after the import: xe vm-param-set uuid=… platform:timeoffset=SECONDS.</source>
        <translation>Windows die Uhr aus dem Netz stellen lassen, oder nach dem Import: xe vm-param-set uuid=… platform:timeoffset=SEKUNDEN.</translation>
    </message>
    <message>
        <source>{key} = {value} is not possible: {reason}.</source>
        <translation>{key} = {value} ist nicht möglich: {reason}.</translation>
    </message>
    <message>
        <source>Xen cannot use {path}: {reason}.</source>
        <translation>Xen kann {path} nicht verwenden: {reason}.</translation>
    </message>
    <message>
        <source>Xen 3 cannot have {what}: {reason}.</source>
        <translation>Xen 3 kann {what} nicht haben: {reason}.</translation>
    </message>
    <message>
        <source>Take the configuration for xl (Xen 4.2 or later), or change the setting.</source>
        <translation>Die Konfiguration für xl nehmen (Xen 4.2 oder neuer), oder die Einstellung ändern.</translation>
    </message>
    <message>
        <source>libvirt cannot have {what}: {reason}.</source>
        <translation>libvirt kann {what} nicht haben: {reason}.</translation>
    </message>
    <message>
        <source>Take the configuration for xl, or change the setting.</source>
        <translation>Die Konfiguration für xl nehmen, oder die Einstellung ändern.</translation>
    </message>
    <message>
        <source>Before PV drivers are installed the guest does not see: {disks}.</source>
        <translation>Bevor PV-Treiber installiert sind, sieht der Gast nicht: {disks}.</translation>
    </message>
    <message>
        <source>The network card {nic} becomes {model}.</source>
        <translation>Aus der Netzwerkkarte {nic} wird {model}.</translation>
    </message>
    <message>
        <source>The guest sees new hardware; set its network address again if it was fixed.</source>
        <translation>Der Gast sieht neue Hardware; war seine Netzwerkadresse fest, sie neu einstellen.</translation>
    </message>
    <message>
        <source>The guest boots with UEFI; the boot entries in {nvram} do not travel.</source>
        <translation>Der Gast startet mit UEFI; die Booteinträge in {nvram} kommen nicht mit.</translation>
    </message>
    <message>
        <source>If it does not start, choose the boot file in the firmware&apos;s menu once (Boot Maintenance Manager &gt; Boot From File; Windows: \EFI\Microsoft\Boot\bootmgfw.efi).</source>
        <translation>Startet er nicht, einmal im Menü der Firmware die Bootdatei wählen (Boot Maintenance Manager &gt; Boot From File; Windows: \EFI\Microsoft\Boot\bootmgfw.efi).</translation>
    </message>
    <message>
        <source>Secure Boot is on; Xen&apos;s firmware does not offer it.</source>
        <translation>Secure Boot ist eingeschaltet; die Firmware von Xen bietet es nicht.</translation>
    </message>
    <message>
        <source>{device} has no counterpart: {detail}.</source>
        <translation>{device} hat keine Entsprechung: {detail}.</translation>
    </message>
    <message>
        <source>Nothing to do unless the guest needs it.</source>
        <translation>Nichts zu tun, außer der Gast braucht es.</translation>
    </message>
    <message>
        <source>Xen cannot start a {format} image; the disk is left out of the configuration.</source>
        <translation>Xen kann kein {format}-Abbild starten; die Platte fehlt in der Konfiguration.</translation>
    </message>
    <message>
        <source>The network {network} is connected to the bridge {bridge}.</source>
        <translation>Das Netzwerk {network} wird mit der Bridge {bridge} verbunden.</translation>
    </message>
    <message>
        <source>The guest saw the SMBIOS strings of its host (smbios.reflectHost).</source>
        <translation>Der Gast sah die SMBIOS-Texte seines Hosts (smbios.reflectHost).</translation>
    </message>
    <message>
        <source>A Windows that is activated by them has to be activated again; xl.cfg can give it other strings (smbios=[…]).</source>
        <translation>Ein Windows, das damit aktiviert ist, muss neu aktiviert werden; xl.cfg kann ihm andere Texte geben (smbios=[…]).</translation>
    </message>
    <message>
        <source>With {flags} {guest} does not start: {reason}</source>
        <translation>Mit {flags} startet {guest} nicht: {reason}</translation>
    </message>
    <message>
        <source>With {flags} {guest} is not at its best: {reason}</source>
        <translation>Mit {flags} läuft {guest} nicht so gut wie möglich: {reason}</translation>
    </message>
    <message>
        <source>It is not known whether {guest} starts with {flags}: {reason}</source>
        <translation>Ob {guest} mit {flags} startet, ist nicht bekannt: {reason}</translation>
    </message>
    <message>
        <source>The domain has one vCPU where the machine had {vcpus}: {guest} uses no more.</source>
        <translation>Die Domäne hat eine vCPU, wo die Maschine {vcpus} hatte: {guest} nutzt nicht mehr.</translation>
    </message>
    <message>
        <source>apic = 0 has no effect with {vcpus} vCPUs: Xen tells the guest of APICs all the same.</source>
        <translation>apic = 0 wirkt mit {vcpus} vCPUs nicht: Xen meldet dem Gast die APICs trotzdem.</translation>
    </message>
    <message>
        <source>Set vcpus=1 too, or leave apic=1.</source>
        <translation>Auch vcpus=1 setzen, oder apic=1 lassen.</translation>
    </message>
    <message>
        <source>{guest} brings no driver for the network card {model}.</source>
        <translation>{guest} bringt keinen Treiber für die Netzwerkkarte {model} mit.</translation>
    </message>
    <message>
        <source>{library} cannot be used: {reason}.</source>
        <translation>{library} kann nicht verwendet werden: {reason}.</translation>
    </message>
    <message>
        <source>The helper process that changes the guest has failed: {reason}.</source>
        <translation>Der Hilfsprozess, der den Gast ändert, ist gescheitert: {reason}.</translation>
    </message>
    <message>
        <source>Nothing was changed. Run chkdsk in the guest, shut it down and try again.</source>
        <translation>Nichts wurde geändert. Im Gast chkdsk ausführen, ihn herunterfahren und erneut versuchen.</translation>
    </message>
    <message>
        <source>The change would be larger than {limit} bytes.</source>
        <translation>Die Änderung wäre größer als {limit} Bytes.</translation>
    </message>
    <message>
        <source>Nothing was changed. Run chkdsk in the guest: its file system may be damaged.</source>
        <translation>Nichts wurde geändert. Im Gast chkdsk ausführen: Sein Dateisystem könnte beschädigt sein.</translation>
    </message>
    <message>
        <source>{path} has changed while the edit was being prepared, in {count} places.</source>
        <translation>{path} hat sich an {count} Stellen geändert, während die Änderung vorbereitet wurde.</translation>
    </message>
    <message>
        <source>Nothing was changed. Close what uses the image, and try again.</source>
        <translation>Nichts wurde geändert. Schließen, was das Abbild benutzt, und erneut versuchen.</translation>
    </message>
    <message>
        <source>An edit of {path} was interrupted.</source>
        <translation>Eine Änderung von {path} wurde unterbrochen.</translation>
    </message>
    <message>
        <source>{path} has changed since the edit, in {count} of its places: it cannot be taken back.</source>
        <translation>{path} hat sich seit der Änderung an {count} von deren Stellen geändert: Sie kann nicht zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Restore the image from a backup, or convert the machine again.</source>
        <translation>Das Abbild aus einer Sicherung wiederherstellen, oder die Maschine erneut konvertieren.</translation>
    </message>
    <message>
        <source>An edit of {path} was interrupted, and something else has changed {count} of its places since.</source>
        <translation>Eine Änderung von {path} wurde unterbrochen, und etwas anderes hat seither {count} ihrer Stellen geändert.</translation>
    </message>
    <message>
        <source>Restore the image from a backup or convert again; then delete {undo}.</source>
        <translation>Das Abbild aus einer Sicherung wiederherstellen oder erneut konvertieren; dann {undo} löschen.</translation>
    </message>
    <message>
        <source>The disk may be failing. Restore the image from a backup, or convert the machine again.</source>
        <translation>Der Datenträger könnte defekt sein. Das Abbild aus einer Sicherung wiederherstellen, oder die Maschine erneut konvertieren.</translation>
    </message>
    <message>
        <source>{path} has been written since the edit, perhaps by the guest: taking the edit back could damage the guest&apos;s file system.</source>
        <translation>{path} wurde seit der Änderung beschrieben, vielleicht vom Gast: Sie zurückzunehmen könnte das Dateisystem des Gastes beschädigen.</translation>
    </message>
    <message>
        <source>The guest was not shut down cleanly: the journal of its {kind} volume is not empty.</source>
        <translation>Der Gast wurde nicht sauber heruntergefahren: Das Journal seines {kind}-Volumes ist nicht leer.</translation>
    </message>
    <message>
        <source>Start the guest in VMware and shut it down. If that is impossible, agree to discard the journal; chkdsk then runs when the guest starts.</source>
        <translation>Den Gast in VMware starten und herunterfahren. Ist das unmöglich, dem Verwerfen des Journals zustimmen; beim Start des Gastes läuft dann chkdsk.</translation>
    </message>
    <message>
        <source>The guest was shut down with fast start-up.</source>
        <translation>Der Gast wurde mit Schnellstart heruntergefahren.</translation>
    </message>
    <message>
        <source>Start it in VMware and shut it down with: shutdown /s /t 0</source>
        <translation>In VMware starten und herunterfahren mit: shutdown /s /t 0</translation>
    </message>
    <message>
        <source>The guest is hibernated.</source>
        <translation>Der Gast ist im Ruhezustand.</translation>
    </message>
    <message>
        <source>Start it in VMware and shut it down, not hibernate.</source>
        <translation>In VMware starten und herunterfahren, nicht in den Ruhezustand versetzen.</translation>
    </message>
    <message>
        <source>There is not enough room in the guest&apos;s volume for {path}: {needed} bytes are needed, {free} are free.</source>
        <translation>Im Volume des Gastes ist nicht genug Platz für {path}: {needed} Bytes werden gebraucht, {free} sind frei.</translation>
    </message>
    <message>
        <source>Start the guest in VMware and delete something there.</source>
        <translation>Den Gast in VMware starten und dort etwas löschen.</translation>
    </message>
    <message>
        <source>There is no {kind} volume at byte {offset}: {reason}.</source>
        <translation>Bei Byte {offset} ist kein {kind}-Volume: {reason}.</translation>
    </message>
    <message>
        <source>If it is encrypted (BitLocker), turn that off in the guest first.</source>
        <translation>Ist es verschlüsselt (BitLocker), das zuerst im Gast ausschalten.</translation>
    </message>
    <message>
        <source>The guest&apos;s {kind} volume is damaged: {reason}.</source>
        <translation>Das {kind}-Volume des Gastes ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>Nothing was changed. Run chkdsk /f in the guest, shut it down and try again.</source>
        <translation>Nichts wurde geändert. Im Gast chkdsk /f ausführen, ihn herunterfahren und erneut versuchen.</translation>
    </message>
    <message>
        <source>{path} is encrypted in the guest (EFS).</source>
        <translation>{path} ist im Gast verschlüsselt (EFS).</translation>
    </message>
    <message>
        <source>Decrypt it in the guest: cipher /d {path}</source>
        <translation>Im Gast entschlüsseln: cipher /d {path}</translation>
    </message>
    <message>
        <source>The guest has no file {path}.</source>
        <translation>Der Gast hat keine Datei {path}.</translation>
    </message>
    <message>
        <source>Check the name, and that the Windows in the guest is complete.</source>
        <translation>Den Namen prüfen, und ob das Windows im Gast vollständig ist.</translation>
    </message>
    <message>
        <source>The guest has {path} already.</source>
        <translation>Der Gast hat {path} bereits.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{name} is not a name of 8.3 characters.</source>
        <translation>{name} ist kein 8.3-Name.</translation>
    </message>
    <message>
        <source>Choose a name of at most eight letters or digits, a dot and three more.</source>
        <translation>Einen Namen aus höchstens acht Buchstaben oder Ziffern, einem Punkt und drei weiteren wählen.</translation>
    </message>
    <message>
        <source>{path} in the guest is too large: {size} bytes, at most {limit} are expected.</source>
        <translation>{path} im Gast ist zu groß: {size} Bytes, höchstens {limit} werden erwartet.</translation>
    </message>
    <message>
        <source>Check the file in the guest.</source>
        <translation>Die Datei im Gast prüfen.</translation>
    </message>
    <message>
        <source>Start the guest in VMware and shut it down.</source>
        <translation>Den Gast in VMware starten und herunterfahren.</translation>
    </message>
    <message>
        <source>The registry hive {name} is damaged: {reason}.</source>
        <translation>Der Registry-Hive {name} ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>the drive starts empty; name its image on the server ({do_set_cdrom})</source>
        <translation>das Laufwerk ist zu Beginn leer; sein Abbild auf dem Server nennen ({do_set_cdrom})</translation>
    </message>
    <message>
        <source>Choose a HAL with the kernel that goes with it ({do_recommended_hal}), and the flags that fit it; “trials” finds out which do.</source>
        <translation>Einen HAL mit dem Kernel wählen, der zu ihm gehört ({do_recommended_hal}), und die Flags, die zu ihm passen; „trials“ findet heraus, welche.</translation>
    </message>
    <message>
        <source>Start the last known good configuration (F8), or undo the change of the guest ({do_undo}) and repair the registry in VMware first.</source>
        <translation>Die letzte als funktionierend bekannte Konfiguration starten (F8), oder die Änderung des Gastes zurücknehmen ({do_undo}) und die Registrierung zuerst in VMware reparieren.</translation>
    </message>
    <message>
        <source>Set pae=1 and nx=1, and compare the processors of both hosts; emulating ({do_emulate}) shows whether this one is the reason.</source>
        <translation>pae=1 und nx=1 setzen und die Prozessoren beider Rechner vergleichen; emulieren ({do_emulate}) zeigt, ob es an diesem liegt.</translation>
    </message>
    <message>
        <source>Give the guest more memory, or as much as it had in VMware ({do_set_key}).</source>
        <translation>Dem Gast mehr Speicher geben, oder so viel, wie er in VMware hatte ({do_set_key}).</translation>
    </message>
    <message>
        <source>Have the drivers of Xen&apos;s disk enabled ({do_storage_auto}), and look whether boot.ini or the boot manager names the right partition.</source>
        <translation>Die Treiber von Xens Platte aktivieren lassen ({do_storage_auto}), und nachsehen, ob boot.ini oder der Boot-Manager die richtige Partition nennt.</translation>
    </message>
    <message>
        <source>A system file is missing or of another version: take the change of the guest back ({do_undo}), or repair it with the Windows medium.</source>
        <translation>Eine Systemdatei fehlt oder hat eine andere Version: Die Änderung des Gastes zurücknehmen ({do_undo}), oder ihn mit dem Windows-Datenträger reparieren.</translation>
    </message>
    <message>
        <source>Repair it in the guest, or restore it from a backup.</source>
        <translation>Im Gast reparieren, oder aus einer Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>The registry has no key {key}.</source>
        <translation>Die Registry hat keinen Schlüssel {key}.</translation>
    </message>
    <message>
        <source>Check that the Windows in the guest is complete.</source>
        <translation>Prüfen, ob das Windows im Gast vollständig ist.</translation>
    </message>
    <message>
        <source>The guest&apos;s {kind} volume is marked as not shut down cleanly.</source>
        <translation>Das {kind}-Volume des Gastes ist als nicht sauber heruntergefahren gekennzeichnet.</translation>
    </message>
    <message>
        <source>Start the guest in VMware, let chkdsk run and shut it down. If that is impossible, agree to go on; chkdsk then runs when the guest starts.</source>
        <translation>Den Gast in VMware starten, chkdsk laufen lassen und herunterfahren. Ist das unmöglich, dem Weitermachen zustimmen; beim Start des Gastes läuft dann chkdsk.</translation>
    </message>
    <message>
        <source>{path} in the guest is a link, or compressed by CompactOS.</source>
        <translation>{path} im Gast ist ein Link oder mit CompactOS komprimiert.</translation>
    </message>
    <message>
        <source>If it is compressed, run in the guest: compact /u /exe {path}</source>
        <translation>Ist die Datei komprimiert, im Gast ausführen: compact /u /exe {path}</translation>
    </message>
    <message>
        <source>The HAL of {windows} cannot be replaced: {reason}.</source>
        <translation>Die HAL von {windows} kann nicht ersetzt werden: {reason}.</translation>
    </message>
    <message>
        <source>{windows} chooses between its two HALs itself: halmacpi where there is an ACPI table of APICs (apic=1, or several vcpus), else halacpi.</source>
        <translation>{windows} wählt selbst zwischen seinen beiden HALs: halmacpi, wo es eine ACPI-Tabelle der APICs gibt (apic=1, oder mehrere vcpus), sonst halacpi.</translation>
    </message>
    <message>
        <source>Changing {old} to {new} is not a usual thing: {reason}.</source>
        <translation>{old} durch {new} zu ersetzen ist unüblich: {reason}.</translation>
    </message>
    <message>
        <source>The guest holds no {file} of the version installed.</source>
        <translation>Der Gast enthält keine {file} in der installierten Version.</translation>
    </message>
    <message>
        <source>It is not known which HAL {windows} has, so another cannot be put in its place.</source>
        <translation>Welche HAL {windows} hat, ist nicht bekannt; daher kann keine andere an ihre Stelle treten.</translation>
    </message>
    <message>
        <source>There is no {root} on the disk; installations of Windows: {known}.</source>
        <translation>Auf der Platte gibt es kein {root}; Windows-Installationen: {known}.</translation>
    </message>
    <message>
        <source>The boot menu starts {root} with {option}, so replacing the usual file has no effect.</source>
        <translation>Das Bootmenü startet {root} mit {option}; daher bleibt es ohne Wirkung, die übliche Datei zu ersetzen.</translation>
    </message>
    <message>
        <source>boot.ini cannot be changed: {reason}.</source>
        <translation>boot.ini kann nicht geändert werden: {reason}.</translation>
    </message>
    <message>
        <source>Correct it in the guest, or replace the HAL instead of trying one.</source>
        <translation>Im Gast berichtigen, oder die HAL ersetzen, statt eine auszuprobieren.</translation>
    </message>
    <message>
        <source>The guest holds no {files}: without them Windows cannot start from an IDE disk.</source>
        <translation>Der Gast enthält {files} nicht: Ohne das kann Windows nicht von einer IDE-Platte starten.</translation>
    </message>
    <message>
        <source>{windows} has no driver for {bus} disks.</source>
        <translation>{windows} hat keinen Treiber für {bus}-Platten.</translation>
    </message>
    <message>
        <source>{path} is no raw image: it cannot be changed in place.</source>
        <translation>{path} ist kein Raw-Abbild: Es kann nicht an Ort und Stelle geändert werden.</translation>
    </message>
    <message>
        <source>{windows} cannot be changed: its disk is dynamic (LDM).</source>
        <translation>{windows} kann nicht geändert werden: Die Platte ist dynamisch (LDM).</translation>
    </message>
    <message>
        <source>There is no HAL called {name}.</source>
        <translation>Es gibt keine HAL namens {name}.</translation>
    </message>
    <message>
        <source>Choose one of: {known}.</source>
        <translation>Eine davon wählen: {known}.</translation>
    </message>
    <message>
        <source>Because of this the guest cannot be made to start from Xen&apos;s disks.</source>
        <translation>Deswegen kann der Gast nicht dazu gebracht werden, von Xens Platten zu starten.</translation>
    </message>
    <message>
        <source>{old} becomes {new}, which is not a usual thing: {reason}.</source>
        <translation>Aus {old} wird {new}, das ist unüblich: {reason}.</translation>
    </message>
    <message>
        <source>{file} is of version {version}, older than the {installed} installed.</source>
        <translation>{file} hat Version {version}, älter als die installierte {installed}.</translation>
    </message>
    <message>
        <source>Install the service pack or update again once the guest runs.</source>
        <translation>Service Pack oder Update noch einmal installieren, sobald der Gast läuft.</translation>
    </message>
    <message>
        <source>The boot menu waits no time at all: a trial could not be chosen.</source>
        <translation>Das Bootmenü wartet überhaupt nicht: Ein Versuch ließe sich nicht auswählen.</translation>
    </message>
    <message>
        <source>{windows} was not fitted for Xen: {reason}</source>
        <translation>{windows} wurde nicht für Xen angepasst: {reason}</translation>
    </message>
    <message>
        <source>Convert on a computer with these libraries if it does not start (STOP 0x0000007B).</source>
        <translation>Startet es nicht (STOP 0x0000007B), auf einem Rechner mit diesen Bibliotheken konvertieren.</translation>
    </message>
    <message>
        <source>An edit of {path} was interrupted; it has been finished now.</source>
        <translation>Eine Änderung von {path} war unterbrochen; sie ist nun zu Ende geführt.</translation>
    </message>
    <message>
        <source>Nothing to do. It can be taken back as usual.</source>
        <translation>Nichts zu tun. Sie kann wie üblich zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Taking back an edit of {path} was interrupted; it has been finished now.</source>
        <translation>Die Rücknahme einer Änderung von {path} war unterbrochen; sie ist nun zu Ende geführt.</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>Nichts zu tun.</translation>
    </message>
    <message>
        <source>The journal of the guest&apos;s {kind} volume is discarded: the guest was not shut down cleanly.</source>
        <translation>Das Journal des {kind}-Volumes im Gast wird verworfen: Der Gast wurde nicht sauber heruntergefahren.</translation>
    </message>
    <message>
        <source>Let chkdsk run when the guest starts.</source>
        <translation>Beim Start des Gastes chkdsk laufen lassen.</translation>
    </message>
    <message>
        <source>The guest&apos;s {kind} volume is marked for a check.</source>
        <translation>Das {kind}-Volume des Gastes ist zur Prüfung vorgemerkt.</translation>
    </message>
    <message>
        <source>The guest cannot be looked into: the process that does it has failed ({reason}).</source>
        <translation>In den Gast kann nicht hineingesehen werden: Der Prozess dafür ist gescheitert ({reason}).</translation>
    </message>
    <message>
        <source>It can be converted as it is. Run chkdsk or fsck in it if it should be sound.</source>
        <translation>Er kann konvertiert werden, wie er ist. Sollte er in Ordnung sein, darin chkdsk oder fsck ausführen.</translation>
    </message>
    <message>
        <source>{what} in the guest cannot be read: {reason}.</source>
        <translation>{what} im Gast kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>Let the guest check its file system (chkdsk /f or fsck), shut it down and try again.</source>
        <translation>Den Gast sein Dateisystem prüfen lassen (chkdsk /f oder fsck), herunterfahren und erneut versuchen.</translation>
    </message>
    <message>
        <source>There is no file system that can be read: it is {kind}.</source>
        <translation>Es gibt kein lesbares Dateisystem: Es ist {kind}.</translation>
    </message>
    <message>
        <source>Choose another partition.</source>
        <translation>Eine andere Partition wählen.</translation>
    </message>
    <message>
        <source>{path} in the guest cannot be unpacked: {reason}.</source>
        <translation>{path} im Gast kann nicht entpackt werden: {reason}.</translation>
    </message>
    <message>
        <source>Choose a file from another place.</source>
        <translation>Eine Datei von anderer Stelle wählen.</translation>
    </message>
    <message>
        <source>The guest asks for more than a sound one would: {reason}.</source>
        <translation>Der Gast verlangt mehr als ein heiler: {reason}.</translation>
    </message>
    <message>
        <source>Let the guest check its file systems (chkdsk /f or fsck) in VMware, shut it down and try again.</source>
        <translation>Den Gast in VMware seine Dateisysteme prüfen lassen (chkdsk /f oder fsck), ihn herunterfahren und es erneut versuchen.</translation>
    </message>
    <message>
        <source>The disk is dynamic (LDM).</source>
        <translation>Die Platte ist dynamisch (LDM).</translation>
    </message>
    <message>
        <source>It can be converted, but the guest on it cannot be changed: make the changes in the guest before, while it runs in VMware.</source>
        <translation>Sie kann konvertiert, der Gast darauf aber nicht geändert werden: Die Änderungen vorher im Gast vornehmen, während er in VMware läuft.</translation>
    </message>
    <message>
        <source>Partition {number} ({kind}) cannot be looked into: {reason}</source>
        <translation>In Partition {number} ({kind}) kann nicht hineingesehen werden: {reason}</translation>
    </message>
    <message>
        <source>It is converted as it is. Check the guest&apos;s file system if something should be there.</source>
        <translation>Sie wird konvertiert, wie sie ist. Sollte dort etwas sein, das Dateisystem des Gastes prüfen.</translation>
    </message>
    <message>
        <source>The partition table is damaged: {reason}.</source>
        <translation>Die Partitionstabelle ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>Check the disk in the guest; what can be read of the table is used.</source>
        <translation>Die Platte im Gast prüfen; was von der Tabelle lesbar ist, wird verwendet.</translation>
    </message>
    <message>
        <source>Partition {number} reaches beyond the end of the disk.</source>
        <translation>Partition {number} reicht über das Ende der Platte hinaus.</translation>
    </message>
    <message>
        <source>Check that the disk was copied whole.</source>
        <translation>Prüfen, ob die Platte vollständig kopiert wurde.</translation>
    </message>
    <message>
        <source>Partition {number} is encrypted ({kind}).</source>
        <translation>Partition {number} ist verschlüsselt ({kind}).</translation>
    </message>
    <message>
        <source>The guest on it cannot be looked into or changed. BitLocker: turn it off in the guest (manage-bde -off C:) or keep the recovery key at hand.</source>
        <translation>In den Gast darauf kann nicht hineingesehen, er kann nicht geändert werden. BitLocker: im Gast ausschalten (manage-bde -off C:) oder den Wiederherstellungsschlüssel bereithalten.</translation>
    </message>
    <message>
        <source>{windows} is hibernated.</source>
        <translation>{windows} ist im Ruhezustand.</translation>
    </message>
    <message>
        <source>Start it in VMware and shut it down; what it had open is lost otherwise.</source>
        <translation>In VMware starten und herunterfahren; was geöffnet war, geht sonst verloren.</translation>
    </message>
    <message>
        <source>{windows} was shut down with fast start-up: a part of it is only hibernated.</source>
        <translation>{windows} wurde mit Schnellstart heruntergefahren: Ein Teil ist nur im Ruhezustand.</translation>
    </message>
    <message>
        <source>The volume of partition {number} is marked to be checked.</source>
        <translation>Das Volume von Partition {number} ist zur Prüfung vorgemerkt.</translation>
    </message>
    <message>
        <source>Start the guest in VMware, let chkdsk run and shut it down.</source>
        <translation>Den Gast in VMware starten, chkdsk laufen lassen und herunterfahren.</translation>
    </message>
    <message>
        <source>The journal of partition {number} is not empty: the guest was not shut down cleanly.</source>
        <translation>Das Journal von Partition {number} ist nicht leer: Der Gast wurde nicht sauber heruntergefahren.</translation>
    </message>
    <message>
        <source>Start the guest in VMware and shut it down; what is shown of it may be out of date.</source>
        <translation>Den Gast in VMware starten und herunterfahren; was davon angezeigt wird, kann veraltet sein.</translation>
    </message>
    <message>
        <source>There are {count} installations of Windows: {windows}.</source>
        <translation>Es gibt {count} Windows-Installationen: {windows}.</translation>
    </message>
    <message>
        <source>The one that starts by default is taken unless you choose another.</source>
        <translation>Genommen wird die, die als Vorgabe startet, solange keine andere gewählt ist.</translation>
    </message>
    <message>
        <source>The boot entry {title} leads to another disk: {root} on {place}.</source>
        <translation>Der Booteintrag {title} führt auf eine andere Platte: {root} auf {place}.</translation>
    </message>
    <message>
        <source>Convert all disks of the machine together, in their order.</source>
        <translation>Alle Platten der Maschine zusammen konvertieren, in ihrer Reihenfolge.</translation>
    </message>
    <message>
        <source>The boot entry {title} leads nowhere: there is no {root} on {place}.</source>
        <translation>Der Booteintrag {title} führt ins Leere: Es gibt kein {root} auf {place}.</translation>
    </message>
    <message>
        <source>Remove the entry in the guest if it is not used.</source>
        <translation>Den Eintrag im Gast entfernen, falls er nicht gebraucht wird.</translation>
    </message>
    <message>
        <source>It is not certain which HAL is installed ({said}).</source>
        <translation>Welche HAL installiert ist, ist nicht sicher ({said}).</translation>
    </message>
    <message>
        <source>{hal} is assumed, by the strongest evidence.</source>
        <translation>Angenommen wird {hal}, nach dem stärksten Hinweis.</translation>
    </message>
    <message>
        <source>{hal} does not go with {kernel}: one is for several processors, the other is not.</source>
        <translation>{hal} passt nicht zu {kernel}: Das eine ist für mehrere Prozessoren, das andere nicht.</translation>
    </message>
    <message>
        <source>Such a Windows stops with 0x00000079. Choose a HAL again, the kernels go with it.</source>
        <translation>Ein solches Windows bleibt mit 0x00000079 stehen. Erneut eine HAL wählen, die Kernel folgen ihr.</translation>
    </message>
    <message>
        <source>It cannot be told which HAL {path} is.</source>
        <translation>Welche HAL {path} ist, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>Look in the guest: Device Manager &gt; Computer.</source>
        <translation>Im Gast nachsehen: Geräte-Manager &gt; Computer.</translation>
    </message>
    <message>
        <source>{windows} cannot start from an IDE disk yet: {reasons}.</source>
        <translation>{windows} kann noch nicht von einer IDE-Platte starten: {reasons}.</translation>
    </message>
    <message>
        <source>VMware Tools are installed in {windows}.</source>
        <translation>In {windows} sind die VMware Tools installiert.</translation>
    </message>
    <message>
        <source>The disk at {slot} cannot be looked into: {reason}</source>
        <translation>In die Platte an {slot} kann nicht hineingesehen werden: {reason}</translation>
    </message>
    <message>
        <source>It is converted as it is. Check afterwards that the guest starts.</source>
        <translation>Sie wird konvertiert, wie sie ist. Danach prüfen, ob der Gast startet.</translation>
    </message>
    <message>
        <source>The start-up image of {kernel} has no {modules}, which {bus} disks need under Xen.</source>
        <translation>Dem Startabbild von {kernel} fehlt {modules}; das brauchen {bus}-Platten unter Xen.</translation>
    </message>
    <message>
        <source>{kernel} takes its emulated disks away under Xen, but its start-up image has no xen-blkfront: it would find no disk.</source>
        <translation>{kernel} nimmt unter Xen seine emulierten Platten weg, seinem Startabbild fehlt aber xen-blkfront: Es fände keine Platte.</translation>
    </message>
    <message>
        <source>{path} names {device}, which has another name under Xen.</source>
        <translation>{path} nennt {device}; unter Xen heißt es anders.</translation>
    </message>
    <message>
        <source>The network card {name} gets another name under Xen ({path}).</source>
        <translation>Die Netzwerkkarte {name} bekommt unter Xen einen anderen Namen ({path}).</translation>
    </message>
    <message>
        <source>A part of Linux is on another disk: {what}.</source>
        <translation>Ein Teil von Linux liegt auf einer anderen Platte: {what}.</translation>
    </message>
    <message>
        <source>The start-up image {path} cannot be looked into: {reason}</source>
        <translation>In das Startabbild {path} kann nicht hineingesehen werden: {reason}</translation>
    </message>
    <message>
        <source>Make sure that it has xen-blkfront: {command}</source>
        <translation>Sicherstellen, dass es xen-blkfront enthält: {command}</translation>
    </message>
    <message>
        <source>{system}, boot loader {loader}</source>
        <translation>{system}, Bootloader {loader}</translation>
    </message>
    <message>
        <source>Folder sharing</source>
        <translation>Das Teilen von Ordnern</translation>
    </message>
    <message>
        <source>it belongs to VMware; use the network instead</source>
        <translation>das gehört zu VMware; stattdessen das Netz verwenden</translation>
    </message>
    <message>
        <source>Partition {number}: {field}</source>
        <translation>Partition {number}: {field}</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} Bytes</translation>
    </message>
    <message>
        <source>does not start: {missing}</source>
        <translation>startet nicht: {missing}</translation>
    </message>
    <message>
        <source>IDE disks</source>
        <translation>IDE-Platten</translation>
    </message>
    <message>
        <source>AHCI disks</source>
        <translation>AHCI-Platten</translation>
    </message>
    <message>
        <source>Xen&apos;s own disks (xen-blkfront)</source>
        <translation>Xens eigene Platten (xen-blkfront)</translation>
    </message>
    <message>
        <source>Its drivers for {disks} start at boot.</source>
        <translation>Seine Treiber für {disks} starten beim Booten.</translation>
    </message>
    <message>
        <source>The conversion makes it start from such a disk: {missing}.</source>
        <translation>Die Konvertierung macht es von einer solchen Platte startfähig: {missing}.</translation>
    </message>
    <message>
        <source>It does not start from such a disk: {missing}.</source>
        <translation>Von einer solchen Platte startet es nicht: {missing}.</translation>
    </message>
    <message>
        <source>Its start-up image has no driver for {disks}.</source>
        <translation>Seinem Startabbild fehlt ein Treiber für {disks}.</translation>
    </message>
    <message>
        <source>It has the driver {driver}.</source>
        <translation>Es hat den Treiber {driver}.</translation>
    </message>
    <message>
        <source>Its start-up image could not be looked into.</source>
        <translation>In sein Startabbild konnte nicht hineingesehen werden.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>its blocks differ</source>
        <translation>die Blöcke weichen ab</translation>
    </message>
    <message>
        <source>at byte {offset}: {error}</source>
        <translation>bei Byte {offset}: {error}</translation>
    </message>
    <message>
        <source>its checksum is wrong</source>
        <translation>die Prüfsumme ist falsch</translation>
    </message>
    <message>
        <source>{size} bytes are too few or too many</source>
        <translation>{size} Bytes sind zu wenig oder zu viel</translation>
    </message>
    <message>
        <source>it has another format</source>
        <translation>das Format ist ein anderes</translation>
    </message>
    <message>
        <source>it claims {count} pages</source>
        <translation>es sollen {count} Seiten sein</translation>
    </message>
    <message>
        <source>its table of pages is wrong</source>
        <translation>die Seitentabelle ist falsch</translation>
    </message>
    <message>
        <source>is too short</source>
        <translation>ist zu kurz</translation>
    </message>
    <message>
        <source>belongs to sector {sector}</source>
        <translation>gehört zu Sektor {sector}</translation>
    </message>
    <message>
        <source>claims {size} compressed bytes</source>
        <translation>gibt {size} komprimierte Bytes an</translation>
    </message>
    <message>
        <source>cannot be inflated ({error})</source>
        <translation>lässt sich nicht entpacken ({error})</translation>
    </message>
    <message>
        <source>the grain at byte {offset} {how}</source>
        <translation>der Grain bei Byte {offset} {how}</translation>
    </message>
    <message>
        <source>the journal cannot be read</source>
        <translation>das Journal ist nicht lesbar</translation>
    </message>
    <message>
        <source>the header is not one of ours</source>
        <translation>der Kopf ist keiner von vmx2xen</translation>
    </message>
    <message>
        <source>it is no block device</source>
        <translation>es ist kein Blockgerät</translation>
    </message>
    <message>
        <source>it is gone</source>
        <translation>es ist nicht mehr da</translation>
    </message>
    <message>
        <source>the footer differs from its copy</source>
        <translation>der Fuß weicht von seiner Kopie ab</translation>
    </message>
    <message>
        <source>the footer is not one of ours</source>
        <translation>der Fuß ist keiner von vmx2xen</translation>
    </message>
    <message>
        <source>it has no entry for {place}{root}</source>
        <translation>es gibt darin keinen Eintrag für {place}{root}</translation>
    </message>
    <message>
        <source>it has {count} entries, and the loader shows {limit}</source>
        <translation>es sind {count} Einträge, und der Lader zeigt {limit}</translation>
    </message>
    <message>
        <source>it has no section [boot loader]</source>
        <translation>der Abschnitt [boot loader] fehlt</translation>
    </message>
    <message>
        <source>it is in UTF-16, which the loader cannot read</source>
        <translation>der Text ist UTF-16, was der Lader nicht lesen kann</translation>
    </message>
    <message>
        <source>it is damaged ({error})</source>
        <translation>der Inhalt ist beschädigt ({error})</translation>
    </message>
    <message>
        <source>it has no sound header</source>
        <translation>der Kopf ist nicht in Ordnung</translation>
    </message>
    <message>
        <source>it is a part of a set</source>
        <translation>es ist Teil eines Satzes</translation>
    </message>
    <message>
        <source>a file is in no folder</source>
        <translation>eine Datei ist in keinem Ordner</translation>
    </message>
    <message>
        <source>a folder of it has {size} bytes</source>
        <translation>ein Ordner darin hat {size} Bytes</translation>
    </message>
    <message>
        <source>{name} has {count} bytes</source>
        <translation>{name} hat {count} Bytes</translation>
    </message>
    <message>
        <source>there is no {name} in it</source>
        <translation>{name} ist nicht darin</translation>
    </message>
    <message>
        <source>it claims {size} bytes</source>
        <translation>es sollen {size} Bytes sein</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>es endet zu früh</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>the same as SYSTEM</source>
        <translation>gleich SYSTEM</translation>
    </message>
    <message>
        <source>the folder {name} is too large</source>
        <translation>der Ordner {name} ist zu groß</translation>
    </message>
    <message>
        <source>{name} is shorter than its folder says</source>
        <translation>{name} ist kürzer, als der Ordner sagt</translation>
    </message>
    <message>
        <source>the FAT volume</source>
        <translation>das FAT-Volume</translation>
    </message>
    <message>
        <source>the chain of clusters ends {length} bytes too early</source>
        <translation>die Clusterkette endet {length} Bytes zu früh</translation>
    </message>
    <message>
        <source>a chain of clusters is a loop</source>
        <translation>eine Clusterkette ist eine Schleife</translation>
    </message>
    <message>
        <source>cluster {cluster} does not exist</source>
        <translation>den Cluster {cluster} gibt es nicht</translation>
    </message>
    <message>
        <source>its boot sector is of another kind</source>
        <translation>der Bootsektor ist von anderer Art</translation>
    </message>
    <message>
        <source>it has fewer clusters than FAT16</source>
        <translation>es hat weniger Cluster als FAT16</translation>
    </message>
    <message>
        <source>its boot sector contradicts itself</source>
        <translation>der Bootsektor widerspricht sich</translation>
    </message>
    <message>
        <source>FAT16 or FAT32</source>
        <translation>FAT16- oder FAT32</translation>
    </message>
    <message>
        <source>the chain of cluster {first} is a loop</source>
        <translation>die Kette von Cluster {first} ist eine Schleife</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>version resource</source>
        <translation>Versionsressource</translation>
    </message>
    <message>
        <source>{field} is {value}</source>
        <translation>{field} ist {value}</translation>
    </message>
    <message>
        <source>setup.log</source>
        <translation>setup.log</translation>
    </message>
    <message>
        <source>hal.dll was copied from {file}</source>
        <translation>hal.dll wurde aus {file} kopiert</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>hal.dll is the same as {file}</source>
        <translation>hal.dll ist gleich {file}</translation>
    </message>
    <message>
        <source>registry</source>
        <translation>Registry</translation>
    </message>
    <message>
        <source>MatchingDeviceId is {id}</source>
        <translation>MatchingDeviceId ist {id}</translation>
    </message>
    <message>
        <source>HardwareID of {device} is {id}</source>
        <translation>HardwareID von {device} ist {id}</translation>
    </message>
    <message>
        <source>it is installed</source>
        <translation>sie ist installiert</translation>
    </message>
    <message>
        <source>Windows&apos; Device Manager offers this change</source>
        <translation>der Geräte-Manager von Windows bietet diesen Wechsel an</translation>
    </message>
    <message>
        <source>Windows was installed without ACPI: its registry knows no ACPI devices</source>
        <translation>Windows wurde ohne ACPI installiert: Seine Registry kennt keine ACPI-Geräte</translation>
    </message>
    <message>
        <source>Windows was installed with ACPI: all its devices would be found anew</source>
        <translation>Windows wurde mit ACPI installiert: Alle Geräte würden neu gefunden</translation>
    </message>
    <message>
        <source>Windows&apos; Device Manager does not offer this change</source>
        <translation>der Geräte-Manager von Windows bietet diesen Wechsel nicht an</translation>
    </message>
    <message>
        <source>It is not known which HAL is installed.</source>
        <translation>Es ist nicht bekannt, welche HAL installiert ist.</translation>
    </message>
    <message>
        <source>It goes with the kernel that is installed.</source>
        <translation>Sie gehört zum installierten Kernel.</translation>
    </message>
    <message>
        <source>No machine of today is what the installed one is for.</source>
        <translation>Für keine heutige Maschine ist die installierte gemacht.</translation>
    </message>
    <message>
        <source>It is installed and Xen can show the machine that it is for.</source>
        <translation>Sie ist installiert, und Xen kann die Maschine zeigen, für die sie gemacht ist.</translation>
    </message>
    <message>
        <source>it has one HAL for all machines</source>
        <translation>es hat eine HAL für alle Maschinen</translation>
    </message>
    <message>
        <source>its processor</source>
        <translation>seinen Prozessor</translation>
    </message>
    <message>
        <source>for {processor} there is one HAL for all machines</source>
        <translation>für {processor} gibt es eine HAL für alle Maschinen</translation>
    </message>
    <message>
        <source>no entry of it starts {root}</source>
        <translation>kein Eintrag darin startet {root}</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>there is no header</source>
        <translation>der Kopf fehlt</translation>
    </message>
    <message>
        <source>there is no key at {offset}</source>
        <translation>bei {offset} ist kein Schlüssel</translation>
    </message>
    <message>
        <source>a cell of {size} bytes is at {offset}</source>
        <translation>bei {offset} ist eine Zelle von {size} Bytes</translation>
    </message>
    <message>
        <source>the list of subkeys of {name} is not one</source>
        <translation>die Liste der Unterschlüssel von {name} ist keine</translation>
    </message>
    <message>
        <source>{name} has too many subkeys</source>
        <translation>{name} hat zu viele Unterschlüssel</translation>
    </message>
    <message>
        <source>a value of {name} is not one</source>
        <translation>ein Wert von {name} ist keiner</translation>
    </message>
    <message>
        <source>it holds too many files</source>
        <translation>es enthält zu viele Dateien</translation>
    </message>
    <message>
        <source>its archive is damaged</source>
        <translation>das Archiv darin ist beschädigt</translation>
    </message>
    <message>
        <source>its compression is unknown</source>
        <translation>die Kompression ist unbekannt</translation>
    </message>
    <message>
        <source>it tried to write</source>
        <translation>er wollte schreiben</translation>
    </message>
    <message>
        <source>its answer cannot be understood</source>
        <translation>seine Antwort ist unverständlich</translation>
    </message>
    <message>
        <source>{path} has a value of {longest} bytes</source>
        <translation>{path} hat einen Wert von {longest} Bytes</translation>
    </message>
    <message>
        <source>$Volume is too short</source>
        <translation>$Volume ist zu kurz</translation>
    </message>
    <message>
        <source>{name} (built in)</source>
        <translation>{name} (eingebaut)</translation>
    </message>
    <message>
        <source>the volume group</source>
        <translation>die Volume-Gruppe</translation>
    </message>
    <message>
        <source>the logical volume {name}</source>
        <translation>das logische Volume {name}</translation>
    </message>
    <message>
        <source>the logical volume</source>
        <translation>das logische Volume</translation>
    </message>
    <message>
        <source>too many entries</source>
        <translation>zu viele Einträge</translation>
    </message>
    <message>
        <source>the {kind} file system</source>
        <translation>das {kind}-Dateisystem</translation>
    </message>
    <message>
        <source>{name} in {path}</source>
        <translation>{name} in {path}</translation>
    </message>
    <message>
        <source>it has ended</source>
        <translation>er ist beendet</translation>
    </message>
    <message>
        <source>it has no pipes</source>
        <translation>er hat keine Pipes</translation>
    </message>
    <message>
        <source>it cannot be started ({error})</source>
        <translation>er kann nicht gestartet werden ({error})</translation>
    </message>
    <message>
        <source>it asks for a disk</source>
        <translation>er verlangt eine Platte</translation>
    </message>
    <message>
        <source>it ended with code {code}</source>
        <translation>er endete mit Code {code}</translation>
    </message>
    <message>
        <source>it crashed ({signal})</source>
        <translation>er ist abgestürzt ({signal})</translation>
    </message>
    <message>
        <source>it asks for {length} bytes</source>
        <translation>er verlangt {length} Bytes</translation>
    </message>
    <message>
        <source>it refuses with {code}</source>
        <translation>er lehnt mit {code} ab</translation>
    </message>
    <message>
        <source>it refuses with {code} without saying why</source>
        <translation>er lehnt mit {code} ab, ohne zu sagen, warum</translation>
    </message>
    <message>
        <source>an entry cannot be understood</source>
        <translation>ein Eintrag ist unverständlich</translation>
    </message>
    <message>
        <source>it is encrypted (BitLocker)</source>
        <translation>es ist verschlüsselt (BitLocker)</translation>
    </message>
    <message>
        <source>the NTFS volume</source>
        <translation>das NTFS-Volume</translation>
    </message>
    <message>
        <source>it is compressed in the manner of compact /exe</source>
        <translation>die Datei ist nach Art von compact /exe komprimiert</translation>
    </message>
    <message>
        <source>{length} bytes are missing</source>
        <translation>{length} Bytes fehlen</translation>
    </message>
    <message>
        <source>there is no table at sector {at}</source>
        <translation>bei Sektor {at} ist keine Tabelle</translation>
    </message>
    <message>
        <source>the chain of logical drives does not end</source>
        <translation>die Kette der logischen Laufwerke endet nicht</translation>
    </message>
    <message>
        <source>the first GUID partition table is damaged</source>
        <translation>die erste GUID-Partitionstabelle ist beschädigt</translation>
    </message>
    <message>
        <source>it is no hive</source>
        <translation>es ist kein Hive</translation>
    </message>
    <message>
        <source>{name} is not in CriticalDeviceDatabase</source>
        <translation>{name} fehlt in CriticalDeviceDatabase</translation>
    </message>
    <message>
        <source>this Windows has no driver for {bus}</source>
        <translation>dieses Windows hat keinen Treiber für {bus}</translation>
    </message>
    <message>
        <source>{service} is not installed</source>
        <translation>{service} ist nicht installiert</translation>
    </message>
    <message>
        <source>{service}.sys is missing</source>
        <translation>{service}.sys fehlt</translation>
    </message>
    <message>
        <source>{service} does not start at boot ({why})</source>
        <translation>{service} startet nicht beim Booten ({why})</translation>
    </message>
    <message>
        <source>a value cannot be understood</source>
        <translation>ein Wert ist unverständlich</translation>
    </message>
    <message>
        <source>{key} is no text</source>
        <translation>{key} ist kein Text</translation>
    </message>
    <message>
        <source>{key} is no number</source>
        <translation>{key} ist keine Zahl</translation>
    </message>
    <message>
        <source>{key} is no list</source>
        <translation>{key} ist keine Liste</translation>
    </message>
    <message>
        <source>{key} holds no fields</source>
        <translation>{key} enthält keine Felder</translation>
    </message>
    <message>
        <source>a message is too long</source>
        <translation>eine Nachricht ist zu lang</translation>
    </message>
    <message>
        <source>a message cannot be understood</source>
        <translation>eine Nachricht ist unverständlich</translation>
    </message>
    <message>
        <source>it gave no answer for {silence} seconds</source>
        <translation>er hat {silence} Sekunden lang nicht geantwortet</translation>
    </message>
    <message>
        <source>{size} bytes instead of {expected}</source>
        <translation>{size} Bytes statt {expected}</translation>
    </message>
    <message>
        <source>it belongs to another conversion</source>
        <translation>es gehört zu einer anderen Konvertierung</translation>
    </message>
    <message>
        <source>{path} on the disk</source>
        <translation>{path} auf der Platte</translation>
    </message>
    <message>
        <source>The CD-ROM drive {slot}</source>
        <translation>Das CD-ROM-Laufwerk {slot}</translation>
    </message>
    <message>
        <source>one drive is enough, as it takes the place of a disk</source>
        <translation>eines genügt, da es den Platz einer Platte einnimmt</translation>
    </message>
    <message>
        <source>The disc {image}</source>
        <translation>Die eingelegte CD {image}</translation>
    </message>
    <message>
        <source>the model VMware chose</source>
        <translation>das von VMware gewählte Modell</translation>
    </message>
    <message>
        <source>ethernet{index} ({model})</source>
        <translation>ethernet{index} ({model})</translation>
    </message>
    <message>
        <source>its NVRAM</source>
        <translation>das NVRAM der Maschine</translation>
    </message>
    <message>
        <source>The sound card ({model})</source>
        <translation>Die Soundkarte ({model})</translation>
    </message>
    <message>
        <source>soundhw= in the configuration adds one</source>
        <translation>soundhw= in der Konfiguration fügt eine hinzu</translation>
    </message>
    <message>
        <source>The floppy drive</source>
        <translation>Das Diskettenlaufwerk</translation>
    </message>
    <message>
        <source>xl has none</source>
        <translation>xl hat keines</translation>
    </message>
    <message>
        <source>All but the first serial port</source>
        <translation>Alles außer dem ersten seriellen Anschluss</translation>
    </message>
    <message>
        <source>a console needs one only</source>
        <translation>eine Konsole braucht nur einen</translation>
    </message>
    <message>
        <source>The parallel port</source>
        <translation>Der parallele Anschluss</translation>
    </message>
    <message>
        <source>Xen has none</source>
        <translation>Xen hat keinen</translation>
    </message>
    <message>
        <source>(default)</source>
        <translation>(Standard)</translation>
    </message>
    <message>
        <source>Boot sector</source>
        <translation>Bootsektor</translation>
    </message>
    <message>
        <source>there are {known}</source>
        <translation>vorhanden sind {known}</translation>
    </message>
    <message>
        <source>it is one of {words}</source>
        <translation>möglich sind {words}</translation>
    </message>
    <message>
        <source>it is no number of seconds</source>
        <translation>das ist keine Zahl von Sekunden</translation>
    </message>
    <message>
        <source>{name} is damaged</source>
        <translation>{name} ist beschädigt</translation>
    </message>
    <message>
        <source>{name} is too large</source>
        <translation>{name} ist zu groß</translation>
    </message>
    <message>
        <source>{name} names {file}</source>
        <translation>{name} nennt {file}</translation>
    </message>
    <message>
        <source>{name} has an impossible size</source>
        <translation>{name} hat eine unmögliche Größe</translation>
    </message>
    <message>
        <source>the digests in {name} do not agree with each other</source>
        <translation>die Prüfsummen in {name} widersprechen einander</translation>
    </message>
    <message>
        <source>a SHA-256 in {name} is none</source>
        <translation>eine SHA-256 in {name} ist keine</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>die Datei ist zu groß</translation>
    </message>
    <message>
        <source>{network} is not the name of a bridge</source>
        <translation>{network} ist nicht der Name einer Bridge</translation>
    </message>
    <message>
        <source>not in the guest</source>
        <translation>nicht im Gast</translation>
    </message>
    <message>
        <source>To change to it: {reason}; its file is {where}.</source>
        <translation>Zum Wechsel: {reason}; die Datei: {where}.</translation>
    </message>
    <message>
        <source>The guest</source>
        <translation>Der Gast</translation>
    </message>
    <message>
        <source>{guest} brings no driver for this card.</source>
        <translation>{guest} bringt keinen Treiber für diese Karte mit.</translation>
    </message>
    <message>
        <source>{guest} brings a driver for this card.</source>
        <translation>{guest} bringt einen Treiber für diese Karte mit.</translation>
    </message>
    <message>
        <source>It is not known whether {guest} brings a driver for this card.</source>
        <translation>Ob {guest} einen Treiber für diese Karte mitbringt, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>it has no {name}</source>
        <translation>{name} fehlt</translation>
    </message>
    <message>
        <source>an older vmx2xen made it</source>
        <translation>ein älteres vmx2xen hat ihn angelegt</translation>
    </message>
    <message>
        <source>XCP-ng has no {hdtype} controller</source>
        <translation>XCP-ng hat keinen {hdtype}-Controller</translation>
    </message>
    <message>
        <source>its domain has other disks than its manifest</source>
        <translation>die Domain hat andere Platten als das Manifest</translation>
    </message>
    <message>
        <source>UEFI firmware for guests (OVMF)</source>
        <translation>UEFI-Firmware für Gäste (OVMF)</translation>
    </message>
    <message>
        <source>it says nothing</source>
        <translation>es meldet nichts</translation>
    </message>
    <message>
        <source>it restarted {count} times</source>
        <translation>er ist {count} Mal neu gestartet</translation>
    </message>
    <message>
        <source>the server has not said that all is written</source>
        <translation>der Server hat nicht bestätigt, dass alles geschrieben ist</translation>
    </message>
    <message>
        <source>it is not of the form user@host:/folder or ssh://user@host:22/folder</source>
        <translation>es hat nicht die Form benutzer@rechner:/ordner oder ssh://benutzer@rechner:22/ordner</translation>
    </message>
    <message>
        <source>there is no port {port}</source>
        <translation>einen Port {port} gibt es nicht</translation>
    </message>
    <message>
        <source>its path has control characters or is not valid UTF-8</source>
        <translation>der Pfad enthält Steuerzeichen oder ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>its path does not begin with /</source>
        <translation>der Pfad beginnt nicht mit /</translation>
    </message>
    <message>
        <source>its path has .. in it</source>
        <translation>im Pfad kommt .. vor</translation>
    </message>
    <message>
        <source>the connection was closed</source>
        <translation>die Verbindung wurde geschlossen</translation>
    </message>
    <message>
        <source>its shell is none of POSIX</source>
        <translation>seine Shell entspricht nicht POSIX</translation>
    </message>
    <message>
        <source>on {host} it is no folder, volume group or volume</source>
        <translation>auf {host} ist es kein Ordner, keine Volume-Gruppe und kein Volume</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>Rückgabewert {code}</translation>
    </message>
    <message>
        <source>the server is named by TARGET alone</source>
        <translation>den Server nennt allein TARGET</translation>
    </message>
    <message>
        <source>{name} has {count} disks, and a volume takes one; name a group</source>
        <translation>{name} hat {count} Platten, und ein Volume nimmt eine auf; eine Gruppe angeben</translation>
    </message>
    <message>
        <source>{needed} are needed, {free} are free</source>
        <translation>{needed} werden gebraucht, {free} sind frei</translation>
    </message>
    <message>
        <source>{file} is missing</source>
        <translation>{file} fehlt</translation>
    </message>
    <message>
        <source>its journal has to be recovered</source>
        <translation>sein Journal muss nachvollzogen werden</translation>
    </message>
    <message>
        <source>errors were found in it</source>
        <translation>in ihm wurden Fehler gefunden</translation>
    </message>
    <message>
        <source>it was not unmounted</source>
        <translation>es wurde nicht ausgehängt</translation>
    </message>
    <message>
        <source>deleted files have still to be cleared away</source>
        <translation>gelöschte Dateien sind noch wegzuräumen</translation>
    </message>
    <message>
        <source>there is no superblock</source>
        <translation>es gibt keinen Superblock</translation>
    </message>
    <message>
        <source>the digests in {name} are of another kind</source>
        <translation>die Prüfsummen in {name} sind von anderer Art</translation>
    </message>
    <message>
        <source>Argument list too long</source>
        <translation>Argumentliste zu lang</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Keine Berechtigung</translation>
    </message>
    <message>
        <source>Resource temporarily unavailable</source>
        <translation>Ressource zur Zeit nicht verfügbar</translation>
    </message>
    <message>
        <source>Bad file descriptor</source>
        <translation>Ungültiger Dateideskriptor</translation>
    </message>
    <message>
        <source>Bad message</source>
        <translation>Ungültige Nachricht</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>Gerät oder Ressource belegt</translation>
    </message>
    <message>
        <source>Operation canceled</source>
        <translation>Vorgang abgebrochen</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>Verbindung von der Gegenseite beendet</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>Speicherplatzkontingent überschritten</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>Datei existiert bereits</translation>
    </message>
    <message>
        <source>Bad address</source>
        <translation>Ungültige Adresse</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>Datei zu groß</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>Rechner nicht in Betrieb</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>Kein Weg zum Rechner</translation>
    </message>
    <message>
        <source>Invalid or incomplete multibyte or wide character</source>
        <translation>Ungültiges oder unvollständiges Multibyte-Zeichen</translation>
    </message>
    <message>
        <source>Interrupted system call</source>
        <translation>Systemaufruf unterbrochen</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>Ungültiges Argument</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Eingabe-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Ist ein Verzeichnis</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>Zu viele Ebenen symbolischer Verknüpfungen</translation>
    </message>
    <message>
        <source>Wrong medium type</source>
        <translation>Falscher Medientyp</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>Zu viele offene Dateien</translation>
    </message>
    <message>
        <source>Too many links</source>
        <translation>Zu viele Verknüpfungen</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>Netz nicht erreichbar</translation>
    </message>
    <message>
        <source>Too many open files in system</source>
        <translation>Zu viele offene Dateien im System</translation>
    </message>
    <message>
        <source>No data available</source>
        <translation>Keine Daten verfügbar</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>Gerät nicht vorhanden</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Verzeichnis nicht gefunden</translation>
    </message>
    <message>
        <source>Exec format error</source>
        <translation>Ungültiges Programmformat</translation>
    </message>
    <message>
        <source>Required key not available</source>
        <translation>Erforderlicher Schlüssel nicht verfügbar</translation>
    </message>
    <message>
        <source>No locks available</source>
        <translation>Keine Sperren verfügbar</translation>
    </message>
    <message>
        <source>No medium found</source>
        <translation>Kein Medium gefunden</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>Nicht genug Arbeitsspeicher</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Kein Platz mehr auf dem Gerät</translation>
    </message>
    <message>
        <source>Function not implemented</source>
        <translation>Funktion nicht vorhanden</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>Gegenstelle nicht verbunden</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>Ist kein Verzeichnis</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>Verzeichnis nicht leer</translation>
    </message>
    <message>
        <source>Operation not supported</source>
        <translation>Vorgang nicht unterstützt</translation>
    </message>
    <message>
        <source>Inappropriate ioctl for device</source>
        <translation>Vorgang für dieses Gerät ungeeignet</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>Gerät oder Adresse nicht vorhanden</translation>
    </message>
    <message>
        <source>Value too large for defined data type</source>
        <translation>Wert zu groß für den Datentyp</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>Vorgang nicht erlaubt</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>Verbindung unterbrochen (Pipe)</translation>
    </message>
    <message>
        <source>Numerical result out of range</source>
        <translation>Zahl außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>Remote I/O error</source>
        <translation>Ein-/Ausgabefehler der Gegenseite</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Illegal seek</source>
        <translation>Positionieren nicht möglich</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>Veraltetes Dateihandle</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>Zeit für die Verbindung abgelaufen</translation>
    </message>
    <message>
        <source>Text file busy</source>
        <translation>Programmdatei in Benutzung</translation>
    </message>
    <message>
        <source>Structure needs cleaning</source>
        <translation>Struktur muss bereinigt werden</translation>
    </message>
    <message>
        <source>Invalid cross-device link</source>
        <translation>Verknüpfung über Gerätegrenzen ungültig</translation>
    </message>
    <message>
        <source>{bus} bus</source>
        <translation>Bus {bus}</translation>
    </message>
    <message>
        <source>it has no descriptor: it may be one of the files of a disk</source>
        <translation>der Deskriptor fehlt: Es mag eine der Dateien einer Platte sein</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>it has no COWD header</source>
        <translation>der COWD-Kopf fehlt</translation>
    </message>
    <message>
        <source>more than {count} bytes</source>
        <translation>mehr als {count} Bytes</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>it takes more memory than there is</source>
        <translation>es braucht mehr Speicher, als da ist</translation>
    </message>
    <message>
        <source>it unpacks to more than {limit} bytes in all</source>
        <translation>entpackt ergibt es mehr als {limit} Bytes insgesamt</translation>
    </message>
    <message>
        <source>it worked {seconds} seconds without progress</source>
        <translation>er arbeitete {seconds} Sekunden ohne Fortschritt</translation>
    </message>
    <message>
        <source>a node of its tree is missing</source>
        <translation>ein Knoten seines Baums fehlt</translation>
    </message>
    <message>
        <source>a node of its tree is damaged</source>
        <translation>ein Knoten seines Baums ist beschädigt</translation>
    </message>
    <message>
        <source>its tree leads back to itself</source>
        <translation>sein Baum führt auf sich selbst zurück</translation>
    </message>
    <message>
        <source>the list of subkeys of {name} leads back to itself</source>
        <translation>die Liste der Unterschlüssel von {name} führt auf sich selbst zurück</translation>
    </message>
    <message>
        <source>the Linux on {device}</source>
        <translation>das Linux auf {device}</translation>
    </message>
    <message>
        <source>its index leads back to itself</source>
        <translation>sein Index führt auf sich selbst zurück</translation>
    </message>
    <message>
        <source>its index is too large</source>
        <translation>sein Index ist zu groß</translation>
    </message>
    <message>
        <source>{count} reads, the last of {length} bytes</source>
        <translation>{count} Lesezugriffe, der letzte über {length} Bytes</translation>
    </message>
    <message>
        <source>the boot menu</source>
        <translation>das Startmenü</translation>
    </message>
    <message>
        <source>COWD version {version}</source>
        <translation>COWD-Version {version}</translation>
    </message>
    <message>
        <source>{capacity} sectors in grains of {grain}</source>
        <translation>{capacity} Sektoren in Grains zu {grain}</translation>
    </message>
    <message>
        <source>a grain directory of {tables} entries</source>
        <translation>ein Grain-Verzeichnis mit {tables} Einträgen</translation>
    </message>
    <message>
        <source>its descriptor has too many lines</source>
        <translation>der Deskriptor hat zu viele Zeilen</translation>
    </message>
    <message>
        <source>it names no extents</source>
        <translation>sie nennt keine Extents</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>extent line {line}</source>
        <translation>Extent-Zeile {line}</translation>
    </message>
    <message>
        <source>extent line {line} has an impossible size</source>
        <translation>Extent-Zeile {line} hat eine unmögliche Größe</translation>
    </message>
    <message>
        <source>extent line {line} names no file</source>
        <translation>Extent-Zeile {line} nennt keine Datei</translation>
    </message>
    <message>
        <source>content ID {text}</source>
        <translation>Inhalts-ID {text}</translation>
    </message>
    <message>
        <source>compressed extents in several parts</source>
        <translation>komprimierte Extents in mehreren Teilen</translation>
    </message>
    <message>
        <source>an extent of type {kind}</source>
        <translation>einen Extent vom Typ {kind}</translation>
    </message>
    <message>
        <source>its first bytes are those of no sparse extent</source>
        <translation>die ersten Bytes sind die keines Sparse-Extents</translation>
    </message>
    <message>
        <source>its grain directory points beyond the end of the file</source>
        <translation>das Grain-Verzeichnis zeigt hinter das Ende der Datei</translation>
    </message>
    <message>
        <source>a grain at byte {where} lies beyond the end of the file ({size} bytes)</source>
        <translation>ein Grain bei Byte {where} liegt hinter dem Ende der Datei ({size} Bytes)</translation>
    </message>
    <message>
        <source>a grain lies over its metadata</source>
        <translation>ein Grain liegt über den Metadaten</translation>
    </message>
    <message>
        <source>two grains have the same place</source>
        <translation>zwei Grains liegen an derselben Stelle</translation>
    </message>
    <message>
        <source>the footer does not match the header</source>
        <translation>der Fuß passt nicht zum Kopf</translation>
    </message>
    <message>
        <source>there is no footer at its end</source>
        <translation>der Fuß am Ende fehlt</translation>
    </message>
    <message>
        <source>it has no KDMV header</source>
        <translation>der KDMV-Kopf fehlt</translation>
    </message>
    <message>
        <source>sparse version {version}</source>
        <translation>Sparse-Version {version}</translation>
    </message>
    <message>
        <source>line ends were changed: it was copied as text</source>
        <translation>Zeilenenden wurden geändert: Sie wurde als Text kopiert</translation>
    </message>
    <message>
        <source>a capacity of {capacity} sectors</source>
        <translation>eine Kapazität von {capacity} Sektoren</translation>
    </message>
    <message>
        <source>a grain of {grain} sectors</source>
        <translation>ein Grain von {grain} Sektoren</translation>
    </message>
    <message>
        <source>compression {compression}</source>
        <translation>Kompression {compression}</translation>
    </message>
    <message>
        <source>compression without markers</source>
        <translation>Kompression ohne Markierungen</translation>
    </message>
    <message>
        <source>its descriptor is too large</source>
        <translation>der Deskriptor ist zu groß</translation>
    </message>
    <message>
        <source>it has no grain directory</source>
        <translation>das Grain-Verzeichnis fehlt</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>it is not an ordinary file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it has two members {name}</source>
        <translation>{name} ist zweimal darin</translation>
    </message>
    <message>
        <source>it has more than {limit} members</source>
        <translation>es hat mehr als {limit} Teile</translation>
    </message>
    <message>
        <source>it is truncated</source>
        <translation>das Archiv ist abgeschnitten</translation>
    </message>
    <message>
        <source>it is no tar archive, or damaged</source>
        <translation>es ist kein tar-Archiv, oder es ist beschädigt</translation>
    </message>
    <message>
        <source>a member has an impossible size</source>
        <translation>ein Teil hat eine unmögliche Größe</translation>
    </message>
    <message>
        <source>its member {written} is no ordinary file</source>
        <translation>der Teil {written} ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>its member {written} leads out of it</source>
        <translation>der Teil {written} führt hinaus</translation>
    </message>
    <message>
        <source>a member has damaged records</source>
        <translation>ein Teil hat beschädigte Einträge</translation>
    </message>
    <message>
        <source>a member has too long a name or too many records</source>
        <translation>ein Teil hat einen zu langen Namen oder zu viele Einträge</translation>
    </message>
    <message>
        <source>its description is no usable XML ({error})</source>
        <translation>die Beschreibung ist kein brauchbares XML ({error})</translation>
    </message>
    <message>
        <source>it describes no virtual machine</source>
        <translation>sie beschreibt keine virtuelle Maschine</translation>
    </message>
    <message>
        <source>it holds {count} virtual machines</source>
        <translation>sie enthält {count} virtuelle Maschinen</translation>
    </message>
    <message>
        <source>the disk at {slot} has no content in it</source>
        <translation>die Platte an {slot} hat darin keinen Inhalt</translation>
    </message>
    <message>
        <source>{href} is on another computer</source>
        <translation>{href} liegt auf einem anderen Rechner</translation>
    </message>
    <message>
        <source>it has more than {limit} devices</source>
        <translation>sie hat mehr als {limit} Geräte</translation>
    </message>
    <message>
        <source>it has more drives than there is room for</source>
        <translation>sie hat mehr Laufwerke, als Platz ist</translation>
    </message>
    <message>
        <source>a copy of {path}</source>
        <translation>eine Kopie von {path}</translation>
    </message>
    <message>
        <source>it holds no loader that is known here</source>
        <translation>sie enthält keinen Startlader, der hier bekannt ist</translation>
    </message>
    <message>
        <source>the guest may start by any of {names}</source>
        <translation>der Gast kann mit jedem davon starten: {names}</translation>
    </message>
    <message>
        <source>{path} is no program for x64</source>
        <translation>{path} ist kein Programm für x64</translation>
    </message>
    <message>
        <source>it has no log</source>
        <translation>sie hat kein Protokoll</translation>
    </message>
    <message>
        <source>its log has nothing from change {number} on</source>
        <translation>ihr Protokoll hat nichts ab Änderung {number}</translation>
    </message>
    <message>
        <source>its log lacks change {number}</source>
        <translation>in ihrem Protokoll fehlt Änderung {number}</translation>
    </message>
    <message>
        <source>its log is of another time</source>
        <translation>ihr Protokoll stammt aus einer anderen Zeit</translation>
    </message>
    <message>
        <source>its log was not written to its end</source>
        <translation>ihr Protokoll wurde nicht zu Ende geschrieben</translation>
    </message>
    <message>
        <source>its log is damaged</source>
        <translation>ihr Protokoll ist beschädigt</translation>
    </message>
    <message>
        <source>its log was not looked at</source>
        <translation>ihr Protokoll wurde nicht angesehen</translation>
    </message>
    <message>
        <source>LVM uses Xen&apos;s disks</source>
        <translation>LVM verwendet die Platten von Xen</translation>
    </message>
    <message>
        <source>without its log</source>
        <translation>ohne ihr Protokoll</translation>
    </message>
    <message>
        <source>{count} pages of its log played back</source>
        <translation>{count} Seiten ihres Protokolls nachgeholt</translation>
    </message>
    <message>
        <source>What the disks were made of</source>
        <translation>Woraus die Platten entstanden</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>{reason}; the ssh of this computer can be told no password, it needs a key</source>
        <translation>{reason}; dem ssh dieses Rechners lässt sich kein Passwort sagen, es braucht einen Schlüssel</translation>
    </message>
    <message>
        <source>Its start-up image has no driver for {disks} until the commands for that are run in the guest.</source>
        <translation>Seinem Startabbild fehlt ein Treiber für {disks}, bis die Befehle dafür im Gast ausgeführt sind.</translation>
    </message>
    <message>
        <source>To use several, choose a HAL for several ({do_choose_hal}), or run in the guest before: {command}</source>
        <translation>Um mehrere zu nutzen, einen HAL für mehrere wählen ({do_choose_hal}) oder vorher im Gast ausführen: {command}</translation>
    </message>
    <message>
        <source>To use several, choose a HAL for several ({do_choose_hal}).</source>
        <translation>Um mehrere zu nutzen, einen HAL für mehrere wählen ({do_choose_hal}).</translation>
    </message>
    <message>
        <source>{settings} in the card Xen</source>
        <translation>{settings} in der Karte Xen</translation>
    </message>
    <message>
        <source>{hal} in the card Guest</source>
        <translation>{hal} in der Karte Gast</translation>
    </message>
    <message>
        <source>it has no seSparse header</source>
        <translation>der seSparse-Kopf fehlt</translation>
    </message>
    <message>
        <source>seSparse version {version}</source>
        <translation>seSparse-Version {version}</translation>
    </message>
    <message>
        <source>its header points beyond any disk</source>
        <translation>der Kopf zeigt hinter das Ende jeder Platte</translation>
    </message>
    <message>
        <source>it has no volatile header</source>
        <translation>der flüchtige Kopf fehlt</translation>
    </message>
    <message>
        <source>its grain directory is too small</source>
        <translation>das Grain-Verzeichnis ist zu klein</translation>
    </message>
    <message>
        <source>its grain directory is not valid</source>
        <translation>das Grain-Verzeichnis ist ungültig</translation>
    </message>
    <message>
        <source>a grain entry of an unknown kind</source>
        <translation>ein Grain-Eintrag von unbekannter Art</translation>
    </message>
    <message>
        <source>a grain lies beyond any disk</source>
        <translation>ein Grain liegt hinter dem Ende jeder Platte</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>sie ist nicht lesbar</translation>
    </message>
    <message>
        <source>it is no text of the kind</source>
        <translation>es ist kein solcher Text</translation>
    </message>
    <message>
        <source>it has more than {limit} snapshots</source>
        <translation>sie hat mehr als {limit} Snapshots</translation>
    </message>
    <message>
        <source>two snapshots have the same number</source>
        <translation>zwei Snapshots haben dieselbe Nummer</translation>
    </message>
    <message>
        <source>snapshot {uid} is its own ancestor</source>
        <translation>Snapshot {uid} ist sein eigener Vorfahr</translation>
    </message>
    <message>
        <source>{prefix}.uid is not a number</source>
        <translation>{prefix}.uid ist keine Zahl</translation>
    </message>
    <message>
        <source>it is binary</source>
        <translation>sie ist binär</translation>
    </message>
    <message>
        <source>it has more than {limit} lines</source>
        <translation>sie hat mehr als {limit} Zeilen</translation>
    </message>
    <message>
        <source>it has no KEY = VALUE lines</source>
        <translation>sie hat keine Zeilen SCHLÜSSEL = WERT</translation>
    </message>
    <message>
        <source>the guest</source>
        <translation>der Gast</translation>
    </message>
    <message>
        <source>{guest} with {hal}.dll</source>
        <translation>{guest} mit {hal}.dll</translation>
    </message>
    <message>
        <source>Set {flags}.</source>
        <translation>{flags} setzen.</translation>
    </message>
    <message>
        <source>the HAL</source>
        <translation>die HAL</translation>
    </message>
    <message>
        <source>Replace {old} by {new}.dll and set {flags}.</source>
        <translation>{old} durch {new}.dll ersetzen und {flags} setzen.</translation>
    </message>
    <message>
        <source>Keep {hal}.dll and set {flags}.</source>
        <translation>{hal}.dll behalten und {flags} setzen.</translation>
    </message>
    <message>
        <source>Keep {hal}.dll with the kernel that goes with it and set {flags}.</source>
        <translation>{hal}.dll mit dem passenden Kernel behalten und {flags} setzen.</translation>
    </message>
    <message>
        <source>it takes {first} to {last} MiB</source>
        <translation>möglich sind {first} bis {last} MiB</translation>
    </message>
    <message>
        <source>a guest has 1 to {last} of them</source>
        <translation>ein Gast hat 1 bis {last} davon</translation>
    </message>
    <message>
        <source>a socket has 1 to {last} of them</source>
        <translation>ein Sockel hat 1 bis {last} davon</translation>
    </message>
    <message>
        <source>it is not of the form {form}</source>
        <translation>es hat nicht die Form {form}</translation>
    </message>
    <message>
        <source>it takes up to 64 ASCII characters</source>
        <translation>möglich sind bis zu 64 ASCII-Zeichen</translation>
    </message>
    <message>
        <source>it takes c (disk), d (CD-ROM) and n (network), each once</source>
        <translation>möglich sind c (Platte), d (CD-ROM) und n (Netz), je einmal</translation>
    </message>
    <message>
        <source>it takes up to {limit} unaccented letters, digits and _ . : + -, beginning with a letter, digit or _</source>
        <translation>möglich sind bis zu {limit} Buchstaben ohne Akzent, Ziffern und _ . : + -, beginnend mit einem Buchstaben, einer Ziffer oder _</translation>
    </message>
    <message>
        <source>xl takes a number for a domain ID</source>
        <translation>xl hält eine Zahl für die ID einer Domain</translation>
    </message>
    <message>
        <source>that is the host itself</source>
        <translation>das ist der Host selbst</translation>
    </message>
    <message>
        <source>it takes pty, none, a device or a QEMU character device</source>
        <translation>möglich sind pty, none, ein Gerät oder ein zeichenorientiertes Gerät von QEMU</translation>
    </message>
    <message>
        <source>two network cards cannot have the same address</source>
        <translation>zwei Netzwerkkarten können nicht dieselbe Adresse haben</translation>
    </message>
    <message>
        <source>it is not the name of a bridge</source>
        <translation>das ist nicht der Name einer Bridge</translation>
    </message>
    <message>
        <source>it is not the address of a single card</source>
        <translation>das ist nicht die Adresse einer einzelnen Karte</translation>
    </message>
    <message>
        <source>it is unknown or taken</source>
        <translation>unbekannt oder vergeben</translation>
    </message>
    <message>
        <source>a hard disk needs a file or device</source>
        <translation>eine Festplatte braucht eine Datei oder ein Gerät</translation>
    </message>
    <message>
        <source>it has control characters or is not valid UTF-8</source>
        <translation>er hat Steuerzeichen oder ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>it is not absolute; Xen would look for it in /dev</source>
        <translation>er ist nicht absolut; Xen würde in /dev suchen</translation>
    </message>
    <message>
        <source>Xen hands it to QEMU in a list, where a comma ends it</source>
        <translation>Xen gibt ihn QEMU in einer Liste, in der ein Komma ihn beendet</translation>
    </message>
    <message>
        <source>it is longer than {limit} bytes</source>
        <translation>er ist länger als {limit} Bytes</translation>
    </message>
    <message>
        <source>its disks are IDE disks</source>
        <translation>die Platten dort sind IDE-Platten</translation>
    </message>
    <message>
        <source>a guest always has a video card</source>
        <translation>ein Gast hat immer eine Grafikkarte</translation>
    </message>
    <message>
        <source>only pty and devices are handed on</source>
        <translation>nur pty und Geräte werden weitergegeben</translation>
    </message>
    <message>
        <source>XML cannot hold all of its characters</source>
        <translation>XML kann nicht alle Zeichen davon enthalten</translation>
    </message>
    <message>
        <source>it is not a whole number</source>
        <translation>das ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>it is either 1 or 0</source>
        <translation>möglich sind 1 und 0</translation>
    </message>
    <message>
        <source>there is no such setting; there are {keys}</source>
        <translation>diese Einstellung gibt es nicht; es gibt {keys}</translation>
    </message>
    <message>
        <source>the guest has {cards} network cards, counted from 0</source>
        <translation>der Gast hat {cards} Netzwerkkarten, gezählt ab 0</translation>
    </message>
    <message>
        <source>the guest has {cards} network cards; name one, such as nic0.mac</source>
        <translation>der Gast hat {cards} Netzwerkkarten; eine davon nennen, etwa nic0.mac</translation>
    </message>
    <message>
        <source>no card is on this network; there are {known}</source>
        <translation>keine Karte ist an diesem Netz; es gibt {known}</translation>
    </message>
    <message>
        <source>the guest has no CD-ROM drive</source>
        <translation>der Gast hat kein CD-ROM-Laufwerk</translation>
    </message>
    <message>
        <source>its firmware is a BIOS</source>
        <translation>die Firmware dort ist ein BIOS</translation>
    </message>
    <message>
        <source>it has cirrus and stdvga</source>
        <translation>es hat cirrus und stdvga</translation>
    </message>
    <message>
        <source>it cannot boot from the network</source>
        <translation>es kann nicht vom Netz booten</translation>
    </message>
    <message>
        <source>it has 32 at most</source>
        <translation>es hat höchstens 32</translation>
    </message>
    <message>
        <source>it reads raw images only</source>
        <translation>es liest nur Rohabbilder</translation>
    </message>
    <message>
        <source>its names end with xvdp</source>
        <translation>die Namen dort enden mit xvdp</translation>
    </message>
    <message>
        <source>halmacpi is made for ACPI with APICs, for one processor and for several.</source>
        <translation>halmacpi ist für ACPI mit APICs gemacht, für einen Prozessor und für mehrere.</translation>
    </message>
    <message>
        <source>halaacpi is made for ACPI with an APIC and one processor.</source>
        <translation>halaacpi ist für ACPI mit APIC und einen Prozessor gemacht.</translation>
    </message>
    <message>
        <source>halacpi is made for ACPI without APICs and one processor.</source>
        <translation>halacpi ist für ACPI ohne APICs und einen Prozessor gemacht.</translation>
    </message>
    <message>
        <source>halmps is made for the MP table with APICs, for one processor and for several.</source>
        <translation>halmps ist für die MP-Tabelle mit APICs gemacht, für einen Prozessor und für mehrere.</translation>
    </message>
    <message>
        <source>halapic is made for the MP table with an APIC and one processor.</source>
        <translation>halapic ist für die MP-Tabelle mit APIC und einen Prozessor gemacht.</translation>
    </message>
    <message>
        <source>halsp is made for Compaq&apos;s SystemPro; no flags make Xen show that.</source>
        <translation>halsp ist für Compaqs SystemPro gemacht; kein Flag lässt Xen das zeigen.</translation>
    </message>
    <message>
        <source>Which HAL it has is not known; it is the machine that VMware showed it.</source>
        <translation>Welche HAL es hat, ist nicht bekannt; es ist die Maschine, die VMware ihm zeigte.</translation>
    </message>
    <message>
        <source>The HAL is for several processors and the kernel for one: STOP 0x00000079.</source>
        <translation>Die HAL ist für mehrere Prozessoren und der Kernel für einen: STOP 0x00000079.</translation>
    </message>
    <message>
        <source>The HAL is for one processor and the kernel for several: STOP 0x00000079.</source>
        <translation>Die HAL ist für einen Prozessor und der Kernel für mehrere: STOP 0x00000079.</translation>
    </message>
    <message>
        <source>This HAL reads the machine from ACPI tables; with acpi=0 there are none.</source>
        <translation>Diese HAL liest die Maschine aus ACPI-Tabellen; mit acpi=0 gibt es keine.</translation>
    </message>
    <message>
        <source>This HAL needs the APIC table of ACPI; with apic=0 and one vCPU there is none.</source>
        <translation>Diese HAL braucht die APIC-Tabelle von ACPI; mit apic=0 und einer vCPU gibt es keine.</translation>
    </message>
    <message>
        <source>This HAL needs an MP table; Xen&apos;s UEFI firmware makes none.</source>
        <translation>Diese HAL braucht eine MP-Tabelle; Xens UEFI-Firmware legt keine an.</translation>
    </message>
    <message>
        <source>This HAL needs an MP table; with apic=0 and one vCPU there is none.</source>
        <translation>Diese HAL braucht eine MP-Tabelle; mit apic=0 und einer vCPU gibt es keine.</translation>
    </message>
    <message>
        <source>Which HAL it has is not known: most of them need ACPI.</source>
        <translation>Welche HAL es hat, ist nicht bekannt: Die meisten brauchen ACPI.</translation>
    </message>
    <message>
        <source>Which HAL it has is not known: most of them need APICs.</source>
        <translation>Welche HAL es hat, ist nicht bekannt: Die meisten brauchen APICs.</translation>
    </message>
    <message>
        <source>This HAL uses one processor; the others stay idle.</source>
        <translation>Diese HAL nutzt einen Prozessor; die übrigen bleiben untätig.</translation>
    </message>
    <message>
        <source>This HAL leaves the APICs alone and uses the old interrupt controller.</source>
        <translation>Diese HAL lässt die APICs unbeachtet und nutzt den alten Interrupt-Controller.</translation>
    </message>
    <message>
        <source>The Standard PC needs the services of a BIOS; Xen&apos;s UEFI firmware has none.</source>
        <translation>Der Standard-PC braucht die Dienste eines BIOS; Xens UEFI-Firmware hat keine.</translation>
    </message>
    <message>
        <source>Windows 2000, XP and 2003 have no loader for UEFI.</source>
        <translation>Windows 2000, XP und 2003 haben keinen Bootloader für UEFI.</translation>
    </message>
    <message>
        <source>Windows 2000, XP and 2003 bring no driver for AHCI disks: STOP 0x0000007B without one.</source>
        <translation>Windows 2000, XP und 2003 bringen keinen Treiber für AHCI-Platten mit: Ohne ihn STOP 0x0000007B.</translation>
    </message>
    <message>
        <source>64-bit Windows has one HAL, made for ACPI with APICs.</source>
        <translation>64-Bit-Windows hat eine einzige HAL, gemacht für ACPI mit APICs.</translation>
    </message>
    <message>
        <source>Windows since Vista is made for ACPI with APICs and any number of processors.</source>
        <translation>Windows ab Vista ist für ACPI mit APICs und beliebig viele Prozessoren gemacht.</translation>
    </message>
    <message>
        <source>Windows since 8 has one HAL, made for ACPI with APICs and any number of processors.</source>
        <translation>Windows ab 8 hat eine einzige HAL, gemacht für ACPI mit APICs und beliebig viele Prozessoren.</translation>
    </message>
    <message>
        <source>Windows since Vista does not start without ACPI.</source>
        <translation>Windows ab Vista startet nicht ohne ACPI.</translation>
    </message>
    <message>
        <source>64-bit Windows does not start without ACPI.</source>
        <translation>64-Bit-Windows startet nicht ohne ACPI.</translation>
    </message>
    <message>
        <source>64-bit Windows needs APICs; with apic=0 and one vCPU no table names them.</source>
        <translation>64-Bit-Windows braucht APICs; mit apic=0 und einer vCPU nennt sie keine Tabelle.</translation>
    </message>
    <message>
        <source>The one HAL of Windows 8 and later needs APICs; with apic=0 and one vCPU no table names them.</source>
        <translation>Die einzige HAL von Windows ab 8 braucht APICs; mit apic=0 und einer vCPU nennt sie keine Tabelle.</translation>
    </message>
    <message>
        <source>Without viridian Windows keeps time and waits in ways that cost more under Xen.</source>
        <translation>Ohne viridian misst Windows die Zeit und wartet auf Arten, die unter Xen mehr kosten.</translation>
    </message>
    <message>
        <source>It was installed with UEFI: a BIOS finds no loader on its disk.</source>
        <translation>Es wurde mit UEFI installiert: Ein BIOS findet auf der Platte keinen Bootloader.</translation>
    </message>
    <message>
        <source>It was installed with a BIOS: UEFI finds no loader on its disk.</source>
        <translation>Es wurde mit einem BIOS installiert: UEFI findet auf der Platte keinen Bootloader.</translation>
    </message>
    <message>
        <source>A 64-bit guest needs PAE.</source>
        <translation>Ein 64-Bit-Gast braucht PAE.</translation>
    </message>
    <message>
        <source>A kernel that was built for PAE does not start without it.</source>
        <translation>Ein für PAE gebauter Kernel startet nicht ohne.</translation>
    </message>
    <message>
        <source>Linux adapts itself to the machine; ACPI with APICs is what it runs best on.</source>
        <translation>Linux passt sich der Maschine an; am besten läuft es auf ACPI mit APICs.</translation>
    </message>
    <message>
        <source>It is the machine that VMware showed the guest.</source>
        <translation>Es ist die Maschine, die VMware dem Gast zeigte.</translation>
    </message>
    <message>
        <source>VMware showed the guest ACPI; whether it starts without was not measured.</source>
        <translation>VMware zeigte dem Gast ACPI; ob er ohne startet, wurde nicht gemessen.</translation>
    </message>
    <message>
        <source>Without APICs Linux uses the old interrupt controller, which is slower.</source>
        <translation>Ohne APICs nutzt Linux den alten Interrupt-Controller, der langsamer ist.</translation>
    </message>
    <message>
        <source>VMware showed the guest APICs; whether it starts without was not measured.</source>
        <translation>VMware zeigte dem Gast APICs; ob er ohne startet, wurde nicht gemessen.</translation>
    </message>
    <message>
        <source>With viridian a guest that is not Windows may fail to use Xen&apos;s own interfaces.</source>
        <translation>Mit viridian nutzt ein Gast, der kein Windows ist, Xens eigene Schnittstellen womöglich nicht.</translation>
    </message>
    <message>
        <source>It was installed with UEFI; it may have no boot loader for a BIOS.</source>
        <translation>Es wurde mit UEFI installiert; womöglich fehlt ein Bootloader für ein BIOS.</translation>
    </message>
    <message>
        <source>It was installed with a BIOS; it may have no boot loader for UEFI.</source>
        <translation>Es wurde mit einem BIOS installiert; womöglich fehlt ein Bootloader für UEFI.</translation>
    </message>
    <message>
        <source>It goes when that conversion is resumed and done. If there is none, remove it ({do_drop_snapshot}).</source>
        <translation>Er verschwindet, wenn diese Konvertierung fortgesetzt und fertig ist. Gibt es keine, ihn entfernen ({do_drop_snapshot}).</translation>
    </message>
    <message>
        <source>LVM in the guest uses only the disks that {path} lets it, and under Xen they are called otherwise.</source>
        <translation>LVM im Gast verwendet nur die Platten, die {path} zulässt, und unter Xen heißen sie anders.</translation>
    </message>
    <message>
        <source>Start it in VMware and shut the guest down, or discard the suspended state there. Without VMware: move {path} out of the folder; the guest then starts as after a power cut.</source>
        <translation>Sie in VMware starten und den Gast herunterfahren, oder den angehaltenen Zustand dort verwerfen. Ohne VMware: {path} aus dem Ordner bewegen; der Gast startet dann wie nach einem Stromausfall.</translation>
    </message>
    <message>
        <source>Have the drivers for Xen&apos;s disks put into the initramfs before ({do_show_linux_commands} shows how), and let fstab and the boot loader name disks by UUID.</source>
        <translation>Die Treiber für Xens Platten vorher ins Initramfs aufnehmen lassen ({do_show_linux_commands} zeigt wie), und in fstab und Startlader Platten mit ihrer UUID nennen.</translation>
    </message>
    <message>
        <source>Something in fstab or of the root file system was not found. Have the drivers for Xen&apos;s disks put into the initramfs ({do_show_linux_commands}), and let fstab name disks by UUID.</source>
        <translation>Etwas aus fstab oder vom Wurzeldateisystem wurde nicht gefunden. Die Treiber für Xens Platten ins Initramfs aufnehmen lassen ({do_show_linux_commands}), und in fstab Platten mit ihrer UUID nennen.</translation>
    </message>
    <message>
        <source>Converting gives a disk that has none the signature that Windows knows. Else start the guest in VMware once, so that it notes the one it has, and shut it down.</source>
        <translation>Die Konvertierung gibt einer Platte ohne Signatur die, die Windows kennt. Sonst den Gast einmal in VMware starten, damit er sich die vorhandene merkt, und herunterfahren.</translation>
    </message>
    <message>
        <source>Converting copies the guest&apos;s own loader there, where it is certain which that is. By hand, in the guest: bcdboot C:\Windows /f UEFI in a Windows, a copy of shimx64.efi or grubx64.efi in a Linux. Or choose the loader in the menu of Xen&apos;s firmware.</source>
        <translation>Die Konvertierung kopiert den eigenen Startlader des Gasts dorthin, wo sicher ist, welcher das ist. Von Hand, im Gast: in einem Windows bcdboot C:\Windows /f UEFI, in einem Linux eine Kopie von shimx64.efi oder grubx64.efi. Oder den Startlader im Menü der Firmware von Xen wählen.</translation>
    </message>
    <message>
        <source>The EFI system partition {number} was not given \EFI\BOOT\BOOTX64.EFI: {reason}.</source>
        <translation>Die EFI-Systempartition {number} hat kein \EFI\BOOT\BOOTX64.EFI bekommen: {reason}.</translation>
    </message>
    <message>
        <source>Copy the loader that the guest starts by there in the guest before, or choose it in the menu of Xen&apos;s firmware.</source>
        <translation>Den Startlader, mit dem der Gast startet, vorher im Gast dorthin kopieren, oder ihn im Menü der Firmware von Xen wählen.</translation>
    </message>
    <message>
        <source>Choose what fits: {do_fitting}</source>
        <translation>Passendes wählen: {do_fitting}</translation>
    </message>
    <message>
        <source>It starts. What fits: {do_fitting}</source>
        <translation>Es startet. Passend ist: {do_fitting}</translation>
    </message>
    <message>
        <source>Try it, or choose what fits: {do_fitting}</source>
        <translation>Ausprobieren, oder Passendes wählen: {do_fitting}</translation>
    </message>
    <message>
        <source>The registry hive {name} was not closed cleanly, and its log cannot be played back: {reason}.</source>
        <translation>Die Registrierungsstruktur {name} wurde nicht sauber geschlossen, und ihr Protokoll kann nicht nachgeholt werden: {reason}.</translation>
    </message>
    <message>
        <source>Start the guest in VMware and shut it down. If that is impossible, go on without the log ({do_ignore_log}): what Windows changed last is lost.</source>
        <translation>Den Gast in VMware starten und herunterfahren. Wenn das nicht möglich ist, ohne das Protokoll weitermachen ({do_ignore_log}): was Windows zuletzt geändert hat, geht verloren.</translation>
    </message>
    <message>
        <source>The registry hive {hive} of {windows} was not closed cleanly, and its log does not fit.</source>
        <translation>Die Registrierungsstruktur {hive} von {windows} wurde nicht sauber geschlossen, und ihr Protokoll passt nicht.</translation>
    </message>
    <message>
        <source>The {kind} file system on {device} cannot be changed: the guest was not shut down cleanly ({reason}).</source>
        <translation>Das Dateisystem ({kind}) auf {device} kann nicht geändert werden: Der Gast wurde nicht sauber heruntergefahren ({reason}).</translation>
    </message>
    <message>
        <source>The {kind} file system on {device} has features with which it is not changed here: {features}.</source>
        <translation>Das Dateisystem ({kind}) auf {device} hat Merkmale, mit denen es hier nicht geändert wird: {features}.</translation>
    </message>
    <message>
        <source>The {kind} file system on {device} is damaged: {reason}.</source>
        <translation>Das Dateisystem ({kind}) auf {device} ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>Nothing was changed. Have fsck repair it from a rescue system, and try again.</source>
        <translation>Nichts wurde geändert. Es von einem Rettungssystem aus mit fsck reparieren und erneut versuchen.</translation>
    </message>
    <message>
        <source>{path} in the guest is encrypted, compressed or protected by fs-verity.</source>
        <translation>{path} im Gast ist verschlüsselt, komprimiert oder durch fs-verity geschützt.</translation>
    </message>
    <message>
        <source>The registry hive {hive} of {windows} was not closed cleanly; its log is played back.</source>
        <translation>Die Registrierungsstruktur {hive} von {windows} wurde nicht sauber geschlossen; ihr Protokoll wird nachgeholt.</translation>
    </message>
    <message>
        <source>It is as Windows would find it at its next start, also where converting changes it. Nothing to do.</source>
        <translation>Sie ist so, wie Windows sie beim nächsten Start vorfände, auch dort, wo die Umwandlung sie ändert. Nichts zu tun.</translation>
    </message>
    <message>
        <source>{target} is no place to deliver to: {reason}.</source>
        <translation>Nach {target} kann nichts gebracht werden: {reason}.</translation>
    </message>
    <message>
        <source>Name a folder, a volume group or a volume: /srv/xen, user@host:/srv/xen, user@host:/dev/vg0.</source>
        <translation>Einen Ordner, eine Volume-Gruppe oder ein Volume nennen: /srv/xen, user@host:/srv/xen, user@host:/dev/vg0.</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>{host} ist nicht zu erreichen: {reason}.</translation>
    </message>
    <message>
        <source>It is not certain that {host} is the computer it says it is: {reason}.</source>
        <translation>Es ist nicht sicher, dass {host} der Rechner ist, für den er sich ausgibt: {reason}.</translation>
    </message>
    <message>
        <source>{host} does not let you in: {reason}.</source>
        <translation>{host} lässt nicht ein: {reason}.</translation>
    </message>
    <message>
        <source>The connection to {host} was lost: {reason}.</source>
        <translation>Die Verbindung zu {host} ist abgebrochen: {reason}.</translation>
    </message>
    <message>
        <source>Do the same again: it goes on where it was.</source>
        <translation>Dasselbe noch einmal tun: Es geht weiter, wo es war.</translation>
    </message>
    <message>
        <source>{host} has no {command}.</source>
        <translation>Auf {host} fehlt: {command}.</translation>
    </message>
    <message>
        <source>Install it there. It takes coreutils or BusyBox, and LVM for a volume group.</source>
        <translation>Es dort installieren. Gebraucht werden coreutils oder BusyBox, und LVM für eine Volume-Gruppe.</translation>
    </message>
    <message>
        <source>There is not enough room in {path} on {host}: {reason}.</source>
        <translation>In {path} auf {host} ist nicht genug Platz: {reason}.</translation>
    </message>
    <message>
        <source>Free some space there and do the same again: it goes on where it was.</source>
        <translation>Dort Platz schaffen und dasselbe noch einmal tun: Es geht weiter, wo es war.</translation>
    </message>
    <message>
        <source>{path} on {host} exists and holds something else.</source>
        <translation>{path} auf {host} gibt es schon, mit anderem Inhalt.</translation>
    </message>
    <message>
        <source>{path} on {host} is in use: {reason}.</source>
        <translation>{path} auf {host} ist in Benutzung: {reason}.</translation>
    </message>
    <message>
        <source>Shut the domain down (xl shutdown), or unmount it.</source>
        <translation>Die Domain herunterfahren (xl shutdown) oder es aushängen.</translation>
    </message>
    <message>
        <source>The volume {path} on {host} is too small: {size} bytes, the disk has {needed}.</source>
        <translation>Das Volume {path} auf {host} ist zu klein: {size} Bytes, die Platte hat {needed}.</translation>
    </message>
    <message>
        <source>Make it larger (lvextend), or choose another.</source>
        <translation>Es vergrößern (lvextend) oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>{path} on {host} does not hold what was sent, in {count} places.</source>
        <translation>{path} auf {host} enthält an {count} Stellen nicht, was gesendet wurde.</translation>
    </message>
    <message>
        <source>Its disk may be failing. Do the same again, or choose another place.</source>
        <translation>Der Datenträger ist vielleicht defekt. Dasselbe noch einmal tun oder einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>{path} on {host} cannot be read or written: {reason}.</source>
        <translation>{path} auf {host} kann nicht gelesen oder geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>Check your rights there and the disk it is on.</source>
        <translation>Die eigenen Rechte dort und den Datenträger prüfen.</translation>
    </message>
    <message>
        <source>There is no {program} on this computer.</source>
        <translation>Auf diesem Rechner fehlt {program}.</translation>
    </message>
    <message>
        <source>{path} cannot be delivered: {reason}.</source>
        <translation>{path} kann nicht ausgeliefert werden: {reason}.</translation>
    </message>
    <message>
        <source>{host} gives an answer that cannot be understood: {answer}.</source>
        <translation>{host} gibt eine Antwort, die nicht zu verstehen ist: {answer}.</translation>
    </message>
    <message>
        <source>Check what answers there: it takes a POSIX shell with coreutils or BusyBox.</source>
        <translation>Prüfen, was dort antwortet: nötig ist eine POSIX-Shell mit coreutils oder BusyBox.</translation>
    </message>
    <message>
        <source>{path} on {host} is a symbolic link; nothing is written through it.</source>
        <translation>{path} auf {host} ist ein symbolischer Link; durch ihn wird nichts geschrieben.</translation>
    </message>
    <message>
        <source>Remove it there, or choose the place that it leads to.</source>
        <translation>Ihn dort entfernen oder den Ort wählen, auf den er zeigt.</translation>
    </message>
    <message>
        <source>QEMU cannot start: {reason}.</source>
        <translation>QEMU kann nicht starten: {reason}.</translation>
    </message>
    <message>
        <source>Install a complete QEMU (on Debian: apt install qemu-system-x86), or give the guest less memory.</source>
        <translation>Ein vollständiges QEMU installieren (unter Debian: apt install qemu-system-x86) oder dem Gast weniger Speicher geben.</translation>
    </message>
    <message>
        <source>The firmware finds nothing to start from: {reason}.</source>
        <translation>Die Firmware findet nichts, wovon sie starten kann: {reason}.</translation>
    </message>
    <message>
        <source>Check that the disk with the guest is the first, and that the firmware is that of the guest (BIOS or UEFI).</source>
        <translation>Prüfen, ob die Platte mit dem Gast die erste ist und ob die Firmware die des Gastes ist (BIOS oder UEFI).</translation>
    </message>
    <message>
        <source>The guest does not start: {reason}.</source>
        <translation>Der Gast startet nicht: {reason}.</translation>
    </message>
    <message>
        <source>The screen cannot be kept in {path}: {reason}.</source>
        <translation>Der Bildschirm kann nicht in {path} festgehalten werden: {reason}.</translation>
    </message>
    <message>
        <source>Check the folder and its rights. With vga=none there is no screen.</source>
        <translation>Den Ordner und seine Rechte prüfen. Mit vga=none gibt es keinen Bildschirm.</translation>
    </message>
    <message>
        <source>starts</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>{size}, {note}</source>
        <translation>{size}, {note}</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Kernel {name}</source>
        <translation>Kernel {name}</translation>
    </message>
    <message>
        <source>From {bus}</source>
        <translation>Von {bus}</translation>
    </message>
    <message>
        <source>To run in the guest</source>
        <translation>Im Gast auszuführen</translation>
    </message>
    <message>
        <source>The Standard PC runs on every machine that has a BIOS, on one processor.</source>
        <translation>Der Standard-PC läuft auf jeder Maschine mit einem BIOS, auf einem Prozessor.</translation>
    </message>
    <message>
        <source>It may use one processor, or Windows changes it to halmacpi by itself.</source>
        <translation>Er nutzt vielleicht einen Prozessor, oder Windows macht von selbst halmacpi daraus.</translation>
    </message>
    <message>
        <source>Without APICs Xen makes no PIR table, which tells the Standard PC of its interrupts; no Windows was tried.</source>
        <translation>Ohne APICs legt Xen keine PIR-Tabelle an, aus der der Standard-PC seine Interrupts erfährt; mit einem Windows wurde es nicht versucht.</translation>
    </message>
    <message>
        <source>Only with detecthal in its boot menu would Vista take the HAL for a machine without APICs.</source>
        <translation>Nur mit detecthal im Startmenü würde Vista den HAL für eine Maschine ohne APICs nehmen.</translation>
    </message>
    <message>
        <source>Windows 7 takes its HAL for a machine without APICs by itself, which is slower.</source>
        <translation>Windows 7 nimmt von selbst seinen HAL für eine Maschine ohne APICs, der langsamer ist.</translation>
    </message>
    <message>
        <source>Xen&apos;s UEFI firmware is a 64-bit one: it starts no 32-bit Windows.</source>
        <translation>Xens UEFI-Firmware ist eine mit 64 Bit: Ein Windows mit 32 Bit startet sie nicht.</translation>
    </message>
    <message>
        <source>Windows 8 and later need PAE, and NX, which there is not without it.</source>
        <translation>Windows 8 und neuer brauchen PAE und NX, das es ohne PAE nicht gibt.</translation>
    </message>
    <message>
        <source>Windows takes its kernel without PAE: no memory above 4 GiB, and no DEP. A boot entry with /kernel=ntkrnlpa.exe does not start.</source>
        <translation>Windows nimmt seinen Kernel ohne PAE: kein Speicher oberhalb von 4 GiB und kein DEP. Ein Starteintrag mit /kernel=ntkrnlpa.exe startet nicht.</translation>
    </message>
    <message>
        <source>Windows NT 4 was made before ACPI and for processors that tell less of themselves; under Xen nobody has measured it.</source>
        <translation>Windows NT 4 stammt aus der Zeit vor ACPI und ist für Prozessoren, die weniger von sich sagen; unter Xen hat es niemand gemessen.</translation>
    </message>
    <message>
        <source>Windows 95, 98 and Me were made for smaller and older machines; under Xen nobody has measured them.</source>
        <translation>Windows 95, 98 und Me sind für kleinere und ältere Maschinen; unter Xen hat sie niemand gemessen.</translation>
    </message>
    <message>
        <source>Xen&apos;s UEFI firmware is a 64-bit one; whether it starts this 32-bit guest is not known.</source>
        <translation>Xens UEFI-Firmware ist eine mit 64 Bit; ob sie diesen Gast mit 32 Bit startet, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No domain with acpi=0 is created where QEMU is 9 or later: it does not know the option that Xen passes then.</source>
        <translation>Mit QEMU 9 oder neuer wird keine Domain mit acpi=0 angelegt: Es kennt die Option nicht, die Xen dann übergibt.</translation>
    </message>
    <message>
        <source>The manual of Xen 3.0.3 advises acpi=0 for Windows; with acpi=1 nobody has measured it.</source>
        <translation>Das Handbuch von Xen 3.0.3 rät für Windows zu acpi=0; mit acpi=1 hat es niemand gemessen.</translation>
    </message>
    <message>
        <source>{windows} loads the HAL that its Setup has installed, unless it is told to choose.</source>
        <translation>{windows} lädt den HAL, den sein Setup installiert hat, wenn ihm nicht gesagt wird, dass es wählen soll.</translation>
    </message>
    <message>
        <source>No setting of Xen&apos;s helps. Leave the machine with VMware, or set the guest up anew.</source>
        <translation>Keine Einstellung von Xen hilft. Die Maschine bei VMware lassen oder den Gast neu einrichten.</translation>
    </message>
    <message>
        <source>Try it; no setting is known to suit it better.</source>
        <translation>Es versuchen; es ist keine Einstellung bekannt, die besser passt.</translation>
    </message>
    <message>
        <source>The guest is started by {path}, which the server has to have.</source>
        <translation>Der Gast wird durch {path} gestartet, das auf dem Server sein muss.</translation>
    </message>
    <message>
        <source>The guest boots with UEFI. The package ovmf of Debian 12, 13 and sid does not know Xen: a guest does not start with it.</source>
        <translation>Der Gast startet mit UEFI. Das Paket ovmf von Debian 12, 13 und sid kennt Xen nicht: Ein Gast startet damit nicht.</translation>
    </message>
    <message>
        <source>Give the server an OVMF built from OvmfXen.dsc (Fedora: edk2-ovmf-xen; openSUSE: ovmf-x86_64-xen-4m.bin) and name it ({do_set_bios}).</source>
        <translation>Dem Server ein OVMF geben, das aus OvmfXen.dsc gebaut ist (Fedora: edk2-ovmf-xen; openSUSE: ovmf-x86_64-xen-4m.bin), und es nennen ({do_set_bios}).</translation>
    </message>
    <message>
        <source>The guest boots with UEFI; the boot entries in {nvram} do not travel, and under xl none are kept.</source>
        <translation>Der Gast startet mit UEFI; die Starteinträge in {nvram} kommen nicht mit, und unter xl werden keine behalten.</translation>
    </message>
    <message>
        <source>Windows: Setup has put a boot file at \EFI\BOOT\bootx64.efi, which is found at every start; where it is missing, copy \EFI\Microsoft\Boot\bootmgfw.efi there in the guest before.</source>
        <translation>Windows: Setup hat eine Startdatei nach \EFI\BOOT\bootx64.efi gelegt, die bei jedem Start gefunden wird; wo sie fehlt, vorher im Gast \EFI\Microsoft\Boot\bootmgfw.efi dorthin kopieren.</translation>
    </message>
    <message>
        <source>nx = 0 has no effect: xl reads it, and nobody uses it.</source>
        <translation>nx = 0 bewirkt nichts: xl liest es, und niemand verwendet es.</translation>
    </message>
    <message>
        <source>The guest sees NX all the same. Only pae=0 hides it.</source>
        <translation>Der Gast sieht NX trotzdem. Nur pae=0 verbirgt es.</translation>
    </message>
    <message>
        <source>Choose another format: {known}.</source>
        <translation>Ein anderes Format wählen: {known}.</translation>
    </message>
    <message>
        <source>The disk {disk} of {size} does not fit into VHD storage, which takes {limit}.</source>
        <translation>Die Platte {disk} mit {size} passt nicht in einen VHD-Speicher, der {limit} fasst.</translation>
    </message>
    <message>
        <source>Import it into a storage repository of another kind (XCP-ng 8.3: QCOW2), or make it smaller in VMware before.</source>
        <translation>Sie in ein Storage Repository anderer Art importieren (XCP-ng 8.3: QCOW2) oder vorher in VMware verkleinern.</translation>
    </message>
    <message>
        <source>XCP-ng shows the disks of a guest with UEFI as NVMe, for which {guest} brings no driver.</source>
        <translation>XCP-ng zeigt die Platten eines Gasts mit UEFI als NVMe, wofür {guest} keinen Treiber mitbringt.</translation>
    </message>
    <message>
        <source>The XVA says platform:disk_type=ide. For a VM made in another way: xe vm-param-set uuid=… platform:disk_type=ide</source>
        <translation>In der XVA steht platform:disk_type=ide. Bei einer VM, die anders entstanden ist: xe vm-param-set uuid=… platform:disk_type=ide</translation>
    </message>
    <message>
        <source>{guest} keeps the drivers of {cards}, but takes them for new cards: they have other subsystem IDs and other places.</source>
        <translation>{guest} behält die Treiber von {cards}, hält sie aber für neue Karten: Sie haben andere Subsystem-IDs und andere Plätze.</translation>
    </message>
    <message>
        <source>If an address was fixed, set it again. The old one is held by a hidden device (Device Manager after: set devmgr_show_nonpresent_devices=1).</source>
        <translation>Eine feste Adresse neu eintragen. Die alte hält ein verborgenes Gerät (Geräte-Manager nach: set devmgr_show_nonpresent_devices=1).</translation>
    </message>
    <message>
        <source>{guest} uses {limit} of memory at most; the domain has {memory}.</source>
        <translation>{guest} nutzt höchstens {limit} Speicher; die Domain hat {memory}.</translation>
    </message>
    <message>
        <source>{guest} sees another disk controller, video and network card: it may want to be activated again.</source>
        <translation>{guest} sieht andere Platten-, Grafik- und Netzwerk-Hardware: Es will vielleicht neu aktiviert werden.</translation>
    </message>
    <message>
        <source>Keep the product key at hand. XP and 2003 give three days for it; their volume licences need no activation.</source>
        <translation>Den Produktschlüssel bereithalten. XP und 2003 lassen dafür drei Tage; ihre Volumenlizenzen brauchen keine Aktivierung.</translation>
    </message>
    <message>
        <source>From {old} to {new} Windows leaves ACPI: it finds all its devices anew.</source>
        <translation>Von {old} zu {new} verlässt Windows ACPI: Es findet alle seine Geräte neu.</translation>
    </message>
    <message>
        <source>Expect several restarts, and set network addresses again that were fixed. Putting the old HAL back by its files alone then ends in STOP 0x0000007B: keep the machine.</source>
        <translation>Mit mehreren Neustarts rechnen und feste Netzwerkadressen neu eintragen. Den alten HAL danach nur durch seine Dateien zurückzulegen endet in STOP 0x0000007B: die Maschine aufheben.</translation>
    </message>
    <message>
        <source>{guest} does not start with more than {limit} of memory; the domain has {memory}.</source>
        <translation>{guest} startet nicht mit mehr als {limit} Speicher; die Domain hat {memory}.</translation>
    </message>
    <message>
        <source>XCP-ng gives all network cards of a guest one model; they were to be {models}.</source>
        <translation>XCP-ng gibt allen Netzwerkkarten eines Gasts ein Modell; sie sollten {models} sein.</translation>
    </message>
    <message>
        <source>The archive can be imported once: as long as that VM is there, a second time is refused (VM_TO_IMPORT_IS_NOT_NEWER_VERSION).</source>
        <translation>Das Archiv lässt sich einmal importieren: Solange die VM da ist, wird ein zweites Mal abgelehnt (VM_TO_IMPORT_IS_NOT_NEWER_VERSION).</translation>
    </message>
    <message>
        <source>To replace the VM, which must be off, add force=true. For a copy beside it leave preserve=true away; the cards then get other addresses.</source>
        <translation>Um die VM zu ersetzen, die aus sein muss, force=true anfügen. Für eine Kopie daneben preserve=true weglassen; die Karten bekommen dann andere Adressen.</translation>
    </message>
    <message>
        <source>Before PV drivers are installed the guest does not see all of its {cards} network cards: {reason}.</source>
        <translation>Bevor PV-Treiber installiert sind, sieht der Gast nicht alle seine {cards} Netzwerkkarten: {reason}.</translation>
    </message>
    <message>
        <source>Install PV drivers in the guest, then attach the rest.</source>
        <translation>Im Gast PV-Treiber installieren, dann die übrigen anschließen.</translation>
    </message>
    <message>
        <source>Leave it at one: Windows lets no HAL for several take the place of this one (KB309283).</source>
        <translation>Es bei einer lassen: Windows lässt keinen HAL für mehrere an die Stelle von diesem (KB309283).</translation>
    </message>
    <message>
        <source>It is the card that {guest} had on VMware.</source>
        <translation>Es ist die Karte, die {guest} bei VMware hatte.</translation>
    </message>
    <message>
        <source>the configuration of the machine</source>
        <translation>die Konfiguration der Maschine</translation>
    </message>
    <message>
        <source>{count} are emulated</source>
        <translation>{count} werden emuliert</translation>
    </message>
    <message>
        <source>it takes an absolute path of up to 255 ASCII characters</source>
        <translation>nötig ist ein absoluter Pfad aus höchstens 255 ASCII-Zeichen</translation>
    </message>
    <message>
        <source>{xen} has {models}</source>
        <translation>{xen} hat {models}</translation>
    </message>
    <message>
        <source>it finds QEMU and the firmware itself</source>
        <translation>es findet QEMU und die Firmware selbst</translation>
    </message>
    <message>
        <source>it names its device model in another way</source>
        <translation>es nennt sein Device Model auf andere Weise</translation>
    </message>
    <message>
        <source>The guest starts without it. XCP-ng has it: once the guest runs, xe vm-param-set uuid=… platform:secureboot=true (8.2: before that, secureboot-certs install on the host).</source>
        <translation>Der Gast startet ohne. XCP-ng hat es: sobald der Gast läuft, xe vm-param-set uuid=… platform:secureboot=true (8.2: davor auf dem Host secureboot-certs install).</translation>
    </message>
    <message>
        <source>{remedy}</source>
        <translation>{remedy}</translation>
    </message>
    <message>
        <source>a folder of its own</source>
        <translation>einen eigenen Ordner</translation>
    </message>
    <message>
        <source>raw data is wanted here, as dd copies it</source>
        <translation>hier werden rohe Daten gebraucht, wie dd sie kopiert</translation>
    </message>
    <message>
        <source>it is of the format {kind}</source>
        <translation>sie hat das Format {kind}</translation>
    </message>
    <message>
        <source>an extent at {scheme}://</source>
        <translation>einen Extent unter {scheme}://</translation>
    </message>
    <message>
        <source>Name a slot and a layer of it, such as locate.scsi0:0.2 for the parent of a disk. There are the slots {known}.</source>
        <translation>Anschluss und Schicht nennen, etwa locate.scsi0:0.2 für die Elternplatte. Es gibt die Anschlüsse {known}.</translation>
    </message>
    <message>
        <source>Several files are called {name}: it is not clear which of them is meant.</source>
        <translation>Mehrere Dateien heißen {name}: Es ist nicht klar, welche gemeint ist.</translation>
    </message>
    <message>
        <source>{path} belongs to the disk at {other}; the disk at {slot} leads to it too.</source>
        <translation>{path} gehört zur Platte an {other}; auch die Platte an {slot} führt dorthin.</translation>
    </message>
    <message>
        <source>There is no disk at {slot}.</source>
        <translation>An {slot} ist keine Platte.</translation>
    </message>
    <message>
        <source>Leave out one of these, or none: {known}.</source>
        <translation>Eine von diesen auslassen oder keine: {known}.</translation>
    </message>
    <message>
        <source>The data of {path} is in a vSAN: the file only says where.</source>
        <translation>Die Daten von {path} liegen in einem vSAN: Die Datei sagt nur, wo.</translation>
    </message>
    <message>
        <source>The data of {path} is in a virtual volume (vVol): the file only says where.</source>
        <translation>Die Daten von {path} liegen in einem virtuellen Volume (vVol): Die Datei sagt nur, wo.</translation>
    </message>
    <message>
        <source>{path} stands for a physical disk, {device}: its data is there.</source>
        <translation>{path} steht für eine physische Platte, {device}: Dort liegen die Daten.</translation>
    </message>
    <message>
        <source>{path} was not fetched by Git LFS: there is only a pointer to its content.</source>
        <translation>{path} wurde von Git LFS nicht geholt: Es gibt nur einen Verweis auf den Inhalt.</translation>
    </message>
    <message>
        <source>Fetch it in the repository: git lfs pull --include={name}.</source>
        <translation>Im Repository holen: git lfs pull --include={name}.</translation>
    </message>
    <message>
        <source>{path} is a plain disk of VMware GSX or ESX 2, which is not read.</source>
        <translation>{path} ist eine „plain disk“ von VMware GSX oder ESX 2, die nicht gelesen wird.</translation>
    </message>
    <message>
        <source>The descriptor {path} is missing; its data, {flat}, is there.</source>
        <translation>Der Deskriptor {path} fehlt; die Daten, {flat}, sind da.</translation>
    </message>
    <message>
        <source>{name} belongs to the disk at {slot}; it does not stand in for the file of {place}.</source>
        <translation>{name} gehört zur Platte an {slot} und vertritt nicht die Datei von {place}.</translation>
    </message>
    <message>
        <source>The disk at {slot} ({name}) is left out.</source>
        <translation>Die Platte an {slot} ({name}) wird ausgelassen.</translation>
    </message>
    <message>
        <source>Nothing to do if that is meant. The guest may wait for the disk when it starts.</source>
        <translation>Nichts zu tun, wenn das so gemeint ist. Beim Start wartet der Gast womöglich auf die Platte.</translation>
    </message>
    <message>
        <source>{path} is read as it is, as a raw disk of {size} bytes.</source>
        <translation>{path} wird gelesen, wie sie ist: als rohe Platte mit {size} Bytes.</translation>
    </message>
    <message>
        <source>Check that this is the size of the disk: there is no descriptor to compare it with.</source>
        <translation>Prüfen, ob die Platte so groß ist: Es gibt keinen Deskriptor zum Vergleichen.</translation>
    </message>
    <message>
        <source>{path} is taken for a copy of the physical disk that {owner} stands for.</source>
        <translation>{path} gilt als Kopie der physischen Platte, für die {owner} steht.</translation>
    </message>
    <message>
        <source>Check that it was copied whole, with the machine shut down.</source>
        <translation>Prüfen, ob sie ganz und bei abgeschalteter Maschine kopiert wurde.</translation>
    </message>
    <message>
        <source>a driver reached for memory that it may not; while Windows starts, often a HAL or driver of another machine</source>
        <translation>ein Treiber griff auf Speicher zu, den er nicht anfassen darf; beim Start von Windows oft eine HAL oder ein Treiber einer anderen Maschine</translation>
    </message>
    <message>
        <source>a driver failed</source>
        <translation>ein Treiber ist gescheitert</translation>
    </message>
    <message>
        <source>Disable the driver that the screen names in safe mode (F8), and remove VMware Tools before the machine is moved.</source>
        <translation>Den Treiber, den der Bildschirm nennt, im abgesicherten Modus (F8) abschalten und VMware Tools vor dem Umzug entfernen.</translation>
    </message>
    <message>
        <source>the FAT file system is damaged</source>
        <translation>das FAT-Dateisystem ist beschädigt</translation>
    </message>
    <message>
        <source>Check the file system in VMware (chkdsk /f), shut the guest down cleanly, then convert again.</source>
        <translation>Das Dateisystem in VMware prüfen (chkdsk /f), den Gast sauber herunterfahren, dann noch einmal umwandeln.</translation>
    </message>
    <message>
        <source>the NTFS file system is damaged</source>
        <translation>das NTFS-Dateisystem ist beschädigt</translation>
    </message>
    <message>
        <source>a driver failed in a system call</source>
        <translation>ein Treiber ist in einem Systemaufruf gescheitert</translation>
    </message>
    <message>
        <source>a driver reached for memory that is not there</source>
        <translation>ein Treiber griff auf Speicher zu, den es nicht gibt</translation>
    </message>
    <message>
        <source>the registry is damaged</source>
        <translation>die Registrierung ist beschädigt</translation>
    </message>
    <message>
        <source>a service without which Windows does not start has failed</source>
        <translation>ein Dienst, ohne den Windows nicht startet, ist gescheitert</translation>
    </message>
    <message>
        <source>the HAL cannot work with this machine</source>
        <translation>die HAL kommt mit dieser Maschine nicht zurecht</translation>
    </message>
    <message>
        <source>the processor lacks what this Windows needs</source>
        <translation>dem Prozessor fehlt, was dieses Windows braucht</translation>
    </message>
    <message>
        <source>the registry could not be set up</source>
        <translation>die Registrierung konnte nicht eingerichtet werden</translation>
    </message>
    <message>
        <source>the disk that Windows starts from is not found, or a boot driver fails</source>
        <translation>die Platte, von der Windows startet, wird nicht gefunden, oder ein Starttreiber scheitert</translation>
    </message>
    <message>
        <source>a system file is missing or damaged</source>
        <translation>eine Systemdatei fehlt oder ist beschädigt</translation>
    </message>
    <message>
        <source>the session manager could not start</source>
        <translation>die Sitzungsverwaltung konnte nicht starten</translation>
    </message>
    <message>
        <source>a hive of the registry cannot be read or written</source>
        <translation>ein Teil der Registrierung kann nicht gelesen oder geschrieben werden</translation>
    </message>
    <message>
        <source>the SYSTEM hive of the registry is damaged or lacks something</source>
        <translation>der Teil SYSTEM der Registrierung ist beschädigt, oder ihm fehlt etwas</translation>
    </message>
    <message>
        <source>the paging file cannot be read</source>
        <translation>die Auslagerungsdatei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>HAL and kernel do not go together: one is for several processors and the other for one, or they are of different versions</source>
        <translation>HAL und Kernel gehören nicht zusammen: Das eine ist für mehrere Prozessoren, das andere für einen, oder sie haben verschiedene Versionen</translation>
    </message>
    <message>
        <source>the disk cannot be read</source>
        <translation>die Platte kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Windows has no driver for the disk that it starts from, or does not find its partition</source>
        <translation>Windows hat keinen Treiber für die Platte, von der es startet, oder findet seine Partition nicht</translation>
    </message>
    <message>
        <source>a driver failed while Windows started</source>
        <translation>ein Treiber ist gescheitert, während Windows startete</translation>
    </message>
    <message>
        <source>the processor met an error that the kernel does not expect</source>
        <translation>der Prozessor stieß auf einen Fehler, mit dem der Kernel nicht rechnet</translation>
    </message>
    <message>
        <source>a driver does not manage its power state</source>
        <translation>ein Treiber kommt mit seinem Energiezustand nicht zurecht</translation>
    </message>
    <message>
        <source>the HAL needs ACPI, and what the machine&apos;s firmware has of it is missing or does not suit</source>
        <translation>die HAL braucht ACPI, und was die Firmware der Maschine davon hat, fehlt oder passt nicht</translation>
    </message>
    <message>
        <source>Set acpi=1 and apic=1 for this HAL, or choose one that needs no ACPI; “trials” finds out which do.</source>
        <translation>Für diese HAL acpi=1 und apic=1 setzen, oder eine wählen, die kein ACPI braucht; „trials“ findet heraus, was passt.</translation>
    </message>
    <message>
        <source>a driver handled memory wrongly</source>
        <translation>ein Treiber ging falsch mit Speicher um</translation>
    </message>
    <message>
        <source>a driver went away too early; older processor drivers do where they are not needed</source>
        <translation>ein Treiber ging zu früh; ältere Prozessortreiber tun das, wo sie nicht gebraucht werden</translation>
    </message>
    <message>
        <source>a driver reached for memory that it may not</source>
        <translation>ein Treiber griff auf Speicher zu, den er nicht anfassen darf</translation>
    </message>
    <message>
        <source>the volume that Windows starts from cannot be mounted</source>
        <translation>das Volume, von dem Windows startet, kann nicht eingebunden werden</translation>
    </message>
    <message>
        <source>a process without which Windows does not run has ended</source>
        <translation>ein Prozess, ohne den Windows nicht läuft, hat geendet</translation>
    </message>
    <message>
        <source>a process without which Windows does not run has ended, often because the disk went away</source>
        <translation>ein Prozess, ohne den Windows nicht läuft, hat geendet, oft weil die Platte verschwand</translation>
    </message>
    <message>
        <source>a processor does not answer the others</source>
        <translation>ein Prozessor antwortet den anderen nicht</translation>
    </message>
    <message>
        <source>the kernel was changed, or the processor is not as it was</source>
        <translation>der Kernel wurde verändert, oder der Prozessor ist nicht mehr der von vorher</translation>
    </message>
    <message>
        <source>the machine reports an error of its hardware</source>
        <translation>die Maschine meldet einen Fehler ihrer Hardware</translation>
    </message>
    <message>
        <source>a driver takes too long; emulation is slow enough for that</source>
        <translation>ein Treiber braucht zu lange; Emulation ist langsam genug dafür</translation>
    </message>
    <message>
        <source>the kernel found its memory spoilt</source>
        <translation>der Kernel fand seinen Speicher verdorben</translation>
    </message>
    <message>
        <source>a hive of the registry cannot be loaded</source>
        <translation>ein Teil der Registrierung kann nicht geladen werden</translation>
    </message>
    <message>
        <source>the logon or session process has failed; its files are missing, damaged or of another version</source>
        <translation>der Anmelde- oder Sitzungsprozess ist gescheitert; seine Dateien fehlen, sind beschädigt oder von anderer Version</translation>
    </message>
    <message>
        <source>a driver or system file is damaged</source>
        <translation>ein Treiber oder eine Systemdatei ist beschädigt</translation>
    </message>
    <message>
        <source>a system file is missing</source>
        <translation>eine Systemdatei fehlt</translation>
    </message>
    <message>
        <source>The boot sector starts nothing: {text}.</source>
        <translation>Der Startsektor startet nichts: {text}.</translation>
    </message>
    <message>
        <source>Check that the disk with the guest is the first, that its partition is active, and that the image was verified (verify).</source>
        <translation>Prüfen, ob die Platte mit dem Gast die erste ist, ob ihre Partition aktiv ist und ob das Abbild geprüft wurde (verify).</translation>
    </message>
    <message>
        <source>The loader of Windows does not start: {text}.</source>
        <translation>Der Lader von Windows startet nicht: {text}.</translation>
    </message>
    <message>
        <source>Check that boot disk and partition are as they were. The number of heads that the boot sector counts with is set by a conversion; then repair it with the Windows medium (fixboot, bootrec).</source>
        <translation>Prüfen, ob Startplatte und Partition die von vorher sind. Die Zahl der Köpfe, mit der der Startsektor rechnet, setzt die Umwandlung; sonst mit dem Windows-Datenträger reparieren (fixboot, bootrec).</translation>
    </message>
    <message>
        <source>Windows does not find or cannot load {file}.</source>
        <translation>Windows findet {file} nicht oder kann es nicht laden.</translation>
    </message>
    <message>
        <source>Windows stops with STOP {stop}: {meaning}.</source>
        <translation>Windows bleibt mit STOP {stop} stehen: {meaning}.</translation>
    </message>
    <message>
        <source>{help}</source>
        <translation>{help}</translation>
    </message>
    <message>
        <source>The boot manager of Windows cannot start it: status {status} ({file}).</source>
        <translation>Der Start-Manager von Windows kann es nicht starten: Status {status} ({file}).</translation>
    </message>
    <message>
        <source>Linux fell into its rescue shell: {text}.</source>
        <translation>Linux ist in seine Rettungs-Shell gefallen: {text}.</translation>
    </message>
    <message>
        <source>The firmware starts its own shell, for it finds no boot loader: {text}.</source>
        <translation>Die Firmware startet ihre eigene Shell, denn sie findet keinen Startlader: {text}.</translation>
    </message>
    <message>
        <source>Copy the guest&apos;s boot loader to \EFI\BOOT\BOOTX64.EFI, where UEFI looks without an entry, or choose BIOS if the guest was installed with it.</source>
        <translation>Den Startlader des Gastes nach \EFI\BOOT\BOOTX64.EFI kopieren, wo UEFI ohne Eintrag sucht, oder BIOS wählen, wenn der Gast damit eingerichtet wurde.</translation>
    </message>
    <message>
        <source>The guest hangs: its processors have halted for good, {last}.</source>
        <translation>Der Gast hängt: Seine Prozessoren haben für immer angehalten, {last}.</translation>
    </message>
    <message>
        <source>The guest hangs: nothing has happened for {seconds} s, {last}.</source>
        <translation>Der Gast hängt: Seit {seconds} s ist nichts geschehen, {last}.</translation>
    </message>
    <message>
        <source>The guest restarts again and again: {count} times in {seconds} s its processor failed while it handled a failure.</source>
        <translation>Der Gast startet immer wieder neu: {count} Mal in {seconds} s scheiterte sein Prozessor, während er einen Fehler behandelte.</translation>
    </message>
    <message>
        <source>The guest is running after {seconds} s, but nothing tells that it has started: {last}.</source>
        <translation>Der Gast läuft nach {seconds} s, aber nichts sagt, dass er gestartet ist: {last}.</translation>
    </message>
    <message>
        <source>The guest has shut itself down before it came to a login: {last}.</source>
        <translation>Der Gast hat sich ausgeschaltet, bevor er zu einer Anmeldung kam: {last}.</translation>
    </message>
    <message>
        <source>Look at its own log. A guest that is set up for the first time may do so once.</source>
        <translation>In seinem eigenen Protokoll nachsehen. Ein Gast, der zum ersten Mal eingerichtet wird, tut das vielleicht einmal.</translation>
    </message>
    <message>
        <source>The processor of this computer cannot run the guest ({accelerator}).</source>
        <translation>Der Prozessor dieses Rechners kann den Gast nicht ausführen ({accelerator}).</translation>
    </message>
    <message>
        <source>The loader of Windows does not find the disk or partition that boot.ini names.</source>
        <translation>Der Lader von Windows findet die Platte oder Partition nicht, die boot.ini nennt.</translation>
    </message>
    <message>
        <source>Look at boot.ini (inspect shows it): the partitions have to be in the same order, and the disk of Windows has to be the one it names.</source>
        <translation>In boot.ini nachsehen (inspect zeigt sie): Die Partitionen müssen in derselben Reihenfolge sein, und die Platte von Windows muss die genannte sein.</translation>
    </message>
    <message>
        <source>its meaning is not in this program&apos;s table</source>
        <translation>seine Bedeutung steht nicht in der Tabelle dieses Programms</translation>
    </message>
    <message>
        <source>Look the code up in Microsoft&apos;s Bug Check Code Reference.</source>
        <translation>Den Code in Microsofts „Bug Check Code Reference“ nachschlagen.</translation>
    </message>
    <message>
        <source>the picture follows the pointer</source>
        <translation>das Bild folgt dem Zeiger</translation>
    </message>
    <message>
        <source>the last line is “{line}”</source>
        <translation>die letzte Zeile ist „{line}“</translation>
    </message>
    <message>
        <source>there is no screen</source>
        <translation>es gibt keinen Bildschirm</translation>
    </message>
    <message>
        <source>the screen is empty</source>
        <translation>der Bildschirm ist leer</translation>
    </message>
    <message>
        <source>the screen shows a picture of {width} × {height}</source>
        <translation>der Bildschirm zeigt ein Bild von {width} × {height}</translation>
    </message>
    <message>
        <source>the disk at {slot} holds the differences to another ({parent})</source>
        <translation>die Platte an {slot} enthält die Unterschiede zu einer anderen ({parent})</translation>
    </message>
    <message>
        <source>{path} is compressed ({kind}), and cannot be read in place.</source>
        <translation>{path} ist komprimiert ({kind}) und kann nicht an Ort und Stelle gelesen werden.</translation>
    </message>
    <message>
        <source>Unpack it where there is room, and open what was in it: {command}</source>
        <translation>Auspacken, wo Platz ist, und öffnen, was darin war: {command}</translation>
    </message>
    <message>
        <source>{path} is cut into chunks.</source>
        <translation>{path} ist in Stücke geteilt.</translation>
    </message>
    <message>
        <source>Put them together, and open the appliance again: {command}</source>
        <translation>Sie zusammenfügen und die Appliance erneut öffnen: {command}</translation>
    </message>
    <message>
        <source>{path} does not match its manifest, {manifest}: it was changed after the export, or the copy is damaged.</source>
        <translation>{path} passt nicht zu seinem Manifest {manifest}: Es wurde nach dem Export geändert, oder die Kopie ist beschädigt.</translation>
    </message>
    <message>
        <source>The disk at {node} has {described} bytes in the description, and {found} in its file.</source>
        <translation>Die Platte an {node} hat laut Beschreibung {described} Bytes, in ihrer Datei {found}.</translation>
    </message>
    <message>
        <source>All of the file is converted. Check that it is the right one.</source>
        <translation>Die ganze Datei wird umgewandelt. Prüfen, dass es die richtige ist.</translation>
    </message>
    <message>
        <source>{count} CD-ROM drives are left out: there is no room for them on the controllers.</source>
        <translation>{count} CD-ROM-Laufwerke entfallen: An den Controllern ist kein Platz für sie.</translation>
    </message>
    <message>
        <source>The manifest {manifest} has no digest of {path}.</source>
        <translation>Das Manifest {manifest} hat keine Prüfsumme von {path}.</translation>
    </message>
    <message>
        <source>Whether the file was copied right cannot be told. Export the machine again, or compare it with the original.</source>
        <translation>Ob die Datei richtig kopiert wurde, lässt sich nicht sagen. Die Maschine erneut exportieren, oder sie mit dem Original vergleichen.</translation>
    </message>
    <message>
        <source>The manifest {manifest} has {lines} lines that are no digests of a known kind.</source>
        <translation>Das Manifest {manifest} hat {lines} Zeilen, die keine Prüfsummen einer bekannten Art sind.</translation>
    </message>
    <message>
        <source>What they speak of is not checked. Compare the files with the original if in doubt.</source>
        <translation>Wovon sie handeln, wird nicht geprüft. Im Zweifel die Dateien mit dem Original vergleichen.</translation>
    </message>
    <message>
        <source>The manifest {manifest} has a digest of {path}, which is not here.</source>
        <translation>Das Manifest {manifest} hat eine Prüfsumme von {path}, das nicht hier ist.</translation>
    </message>
    <message>
        <source>Check that the appliance is whole; if the machine does not need the file, nothing is lost.</source>
        <translation>Prüfen, dass die Appliance vollständig ist; braucht die Maschine die Datei nicht, ist nichts verloren.</translation>
    </message>
    <message>
        <source>At the import the network called {networks} is taken; where there is none, an isolated one is made.</source>
        <translation>Beim Import wird das Netzwerk namens {networks} genommen; wo es keines gibt, wird ein abgetrenntes angelegt.</translation>
    </message>
    <message>
        <source>The disk at {slot} cannot be left out: {reason}.</source>
        <translation>Die Platte an {slot} lässt sich nicht auslassen: {reason}.</translation>
    </message>
    <message>
        <source>the volume group {name}</source>
        <translation>der Volume-Gruppe {name}</translation>
    </message>
    <message>
        <source>the array {name}</source>
        <translation>dem RAID-Verbund {name}</translation>
    </message>
    <message>
        <source>the btrfs file system {name}</source>
        <translation>dem btrfs-Dateisystem {name}</translation>
    </message>
    <message>
        <source>the dynamic disk group {name}</source>
        <translation>der Gruppe dynamischer Platten {name}</translation>
    </message>
    <message>
        <source>no other disk is left</source>
        <translation>es bleibt keine andere Platte</translation>
    </message>
    <message>
        <source>the machine starts from it</source>
        <translation>die Maschine startet davon</translation>
    </message>
    <message>
        <source>{system} is on it</source>
        <translation>{system} liegt darauf</translation>
    </message>
    <message>
        <source>a part of {group} is on it, another one at {other}</source>
        <translation>ein Teil von {group} liegt darauf, ein anderer an {other}</translation>
    </message>
    <message>
        <source>{path} is not as it was written: {reason}.</source>
        <translation>{path} ist nicht, wie es geschrieben wurde: {reason}.</translation>
    </message>
    <message>
        <source>If a guest or another program has written to it, that was to be expected. Otherwise its disk may be failing: convert again to another.</source>
        <translation>Hat ein Gast oder ein anderes Programm darin geschrieben, war das zu erwarten. Sonst ist vielleicht die Platte defekt: erneut auf eine andere konvertieren.</translation>
    </message>
    <message>
        <source>its data are in another order</source>
        <translation>seine Daten liegen in anderer Reihenfolge</translation>
    </message>
    <message>
        <source>something is written between its tables</source>
        <translation>zwischen seinen Tabellen steht etwas</translation>
    </message>
    <message>
        <source>entry {number} of its table is wrong</source>
        <translation>Eintrag {number} seiner Tabelle ist falsch</translation>
    </message>
    <message>
        <source>a table of clusters at byte {offset} is wrong</source>
        <translation>eine Tabelle von Clustern bei Byte {offset} ist falsch</translation>
    </message>
    <message>
        <source>its table of reference counts is at another place</source>
        <translation>seine Tabelle der Referenzzähler liegt an anderer Stelle</translation>
    </message>
    <message>
        <source>its table of reference counts is wrong</source>
        <translation>seine Tabelle der Referenzzähler ist falsch</translation>
    </message>
    <message>
        <source>its reference counts are wrong</source>
        <translation>seine Referenzzähler sind falsch</translation>
    </message>
    <message>
        <source>its table of blocks is wrong</source>
        <translation>seine Tabelle der Blöcke ist falsch</translation>
    </message>
    <message>
        <source>the bitmap at byte {offset} is wrong</source>
        <translation>die Bitmap bei Byte {offset} ist falsch</translation>
    </message>
    <message>
        <source>its directory of tables is wrong</source>
        <translation>sein Verzeichnis der Tabellen ist falsch</translation>
    </message>
    <message>
        <source>its tables of grains are wrong</source>
        <translation>seine Tabellen der Grains sind falsch</translation>
    </message>
    <message>
        <source>{machine} has started ({said}); what it did was not kept</source>
        <translation>{machine} ist gestartet ({said}); was dabei geschah, wurde nicht behalten</translation>
    </message>
    <message>
        <source>Copy or export the machine again. If the change is meant, agree to it ({do_trust}).</source>
        <translation>Die Maschine noch einmal kopieren oder exportieren. Ist die Änderung gewollt, ihr zustimmen ({do_trust}).</translation>
    </message>
    <message>
        <source>Keep it ({do_keep_hal}).</source>
        <translation>Sie behalten ({do_keep_hal}).</translation>
    </message>
    <message>
        <source>It often ends in STOP 0x0000007B. Try it beside the old one first ({do_trial}), or agree to it ({do_agree}).</source>
        <translation>Oft endet es mit STOP 0x0000007B. Zuerst neben der alten ausprobieren ({do_trial}), oder zustimmen ({do_agree}).</translation>
    </message>
    <message>
        <source>If the guest was started or repaired since, accept it as it is now ({do_accept}). If nothing has written to it, convert again, to another disk.</source>
        <translation>Wurde der Gast seither gestartet oder repariert, das Abbild annehmen, wie es jetzt ist ({do_accept}). Hat nichts darauf geschrieben, noch einmal konvertieren, auf eine andere Platte.</translation>
    </message>
    <message>
        <source>If that is meant, agree ({do_overwrite}).</source>
        <translation>Ist das so gewollt, zustimmen ({do_overwrite}).</translation>
    </message>
    <message>
        <source>Go on with it ({do_resume}), or choose another folder.</source>
        <translation>Sie fortsetzen ({do_resume}), oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Convert the machine again, with raw images ({do_raw}) and IDE disks.</source>
        <translation>Die Maschine erneut konvertieren, mit rohen Abbildern ({do_raw}) und IDE-Platten.</translation>
    </message>
    <message>
        <source>within the {size} from byte {first} on it differs</source>
        <translation>innerhalb der {size} ab Byte {first} weicht es ab</translation>
    </message>
    <message>
        <source>in {count} pieces of {size} it differs, the first begins at byte {first}</source>
        <translation>in {count} Stücken zu {size} weicht es ab, das erste beginnt bei Byte {first}</translation>
    </message>
    <message>
        <source>it is not UTF-8</source>
        <translation>es ist kein UTF-8</translation>
    </message>
    <message>
        <source>If that is meant, say so: {do_undo_fitting}.</source>
        <translation>Ist das gemeint, es sagen: {do_undo_fitting}.</translation>
    </message>
    <message>
        <source>Take them back and set them after the import, or agree to leave them out ({do_leave_out}).</source>
        <translation>Sie zurücknehmen und nach dem Import setzen, oder zustimmen, sie wegzulassen ({do_leave_out}).</translation>
    </message>
    <message>
        <source>{path} is not there.</source>
        <translation>{path} gibt es nicht.</translation>
    </message>
    <message>
        <source>Check how it is written.</source>
        <translation>Prüfen, wie es geschrieben ist.</translation>
    </message>
    <message>
        <source>{path} has several images: {names}.</source>
        <translation>{path} hat mehrere Abbilder: {names}.</translation>
    </message>
    <message>
        <source>Name the one with Windows in it.</source>
        <translation>Das mit Windows darin nennen.</translation>
    </message>
    <message>
        <source>There is no Windows in this image.</source>
        <translation>In diesem Abbild ist kein Windows.</translation>
    </message>
    <message>
        <source>Only a Windows has a HAL to be chosen.</source>
        <translation>Nur ein Windows hat eine HAL, die sich wählen lässt.</translation>
    </message>
    <message>
        <source>there is no value</source>
        <translation>es fehlt ein Wert</translation>
    </message>
    <message>
        <source>Convert {machine}</source>
        <translation>{machine} konvertieren</translation>
    </message>
    <message>
        <source>{files} in {folder}</source>
        <translation>{files} in {folder}</translation>
    </message>
    <message>
        <source>To see whether it starts</source>
        <translation>Um zu sehen, ob es startet</translation>
    </message>
    <message>
        <source>To bring it to the server</source>
        <translation>Um es auf den Server zu bringen</translation>
    </message>
    <message>
        <source>the device does not hold what was written</source>
        <translation>das Gerät enthält nicht, was geschrieben wurde</translation>
    </message>
    <message>
        <source>Make {image}</source>
        <translation>{image} anlegen</translation>
    </message>
    <message>
        <source>{path} is written, and was read back</source>
        <translation>{path} ist geschrieben und wurde zurückgelesen</translation>
    </message>
    <message>
        <source>Convert {image}</source>
        <translation>{image} konvertieren</translation>
    </message>
    <message>
        <source>Verify {image}</source>
        <translation>{image} prüfen</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Abschließen</translation>
    </message>
    <message>
        <source>Fit the guest on {image}</source>
        <translation>Gast auf {image} anpassen</translation>
    </message>
    <message>
        <source>Write the configuration</source>
        <translation>Konfiguration schreiben</translation>
    </message>
    <message>
        <source>Write the manifest</source>
        <translation>Manifest schreiben</translation>
    </message>
    <message>
        <source>Send {machine} to {target}</source>
        <translation>{machine} an {target} senden</translation>
    </message>
    <message>
        <source>It is on the server</source>
        <translation>Es ist auf dem Server</translation>
    </message>
    <message>
        <source>{images} on {server}</source>
        <translation>{images} auf {server}</translation>
    </message>
    <message>
        <source>To start it there</source>
        <translation>Um es dort zu starten</translation>
    </message>
    <message>
        <source>Send {image}</source>
        <translation>{image} senden</translation>
    </message>
    <message>
        <source>Verify {image} on the server</source>
        <translation>{image} auf dem Server prüfen</translation>
    </message>
    <message>
        <source>Deliver {image}</source>
        <translation>{image} ausliefern</translation>
    </message>
    <message>
        <source>Note the delivery</source>
        <translation>Auslieferung vermerken</translation>
    </message>
    <message>
        <source>Compare {image}</source>
        <translation>{image} vergleichen</translation>
    </message>
    <message>
        <source>Hash {machine}</source>
        <translation>Prüfsummen von {machine} bilden</translation>
    </message>
    <message>
        <source>The SHA-256 is known, and noted in the manifest</source>
        <translation>Der SHA-256 ist bekannt und steht im Manifest</translation>
    </message>
    <message>
        <source>Change the guest in {image}</source>
        <translation>Gast in {image} ändern</translation>
    </message>
    <message>
        <source>There is nothing to change</source>
        <translation>Es gibt nichts zu ändern</translation>
    </message>
    <message>
        <source>The guest in {image} is changed</source>
        <translation>Der Gast in {image} ist geändert</translation>
    </message>
    <message>
        <source>To take it back</source>
        <translation>Um es zurückzunehmen</translation>
    </message>
    <message>
        <source>Take back the change in {image}</source>
        <translation>Änderung in {image} zurücknehmen</translation>
    </message>
    <message>
        <source>There is nothing to take back</source>
        <translation>Es gibt nichts zurückzunehmen</translation>
    </message>
    <message>
        <source>The newest change in {image} is taken back</source>
        <translation>Die neueste Änderung in {image} ist zurückgenommen</translation>
    </message>
    <message>
        <source>{what} in {image} are as before</source>
        <translation>{what} in {image} sind wie vorher</translation>
    </message>
    <message>
        <source>Look at {image}</source>
        <translation>{image} ansehen</translation>
    </message>
    <message>
        <source>Look into the guest on {image}</source>
        <translation>In den Gast auf {image} sehen</translation>
    </message>
    <message>
        <source>Hash {image}</source>
        <translation>Prüfsumme von {image} bilden</translation>
    </message>
    <message>
        <source>Verify {machine}</source>
        <translation>{machine} prüfen</translation>
    </message>
    <message>
        <source>{images}: accepted as it is now</source>
        <translation>{images}: wie jetzt angenommen</translation>
    </message>
    <message>
        <source>{images}: as written</source>
        <translation>{images}: wie geschrieben</translation>
    </message>
    <message>
        <source>Read {image}</source>
        <translation>{image} lesen</translation>
    </message>
    <message>
        <source>Pack {file}</source>
        <translation>{file} packen</translation>
    </message>
    <message>
        <source>{path} is packed, and was read back</source>
        <translation>{path} ist gepackt und wurde zurückgelesen</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>Auf dem Server</translation>
    </message>
    <message>
        <source>Verify {file}</source>
        <translation>{file} prüfen</translation>
    </message>
    <message>
        <source>Start {machine}</source>
        <translation>{machine} starten</translation>
    </message>
    <message>
        <source>it is not a whole number of MiB, such as 2048 or 2G</source>
        <translation>es ist keine ganze Zahl von MiB wie 2048 oder 2G</translation>
    </message>
    <message>
        <source>Name one of them by number or display name, or {do_running_state}.</source>
        <translation>Einen davon mit Nummer oder Anzeigenamen nennen, oder {do_running_state}.</translation>
    </message>
    <message>
        <source>If you trust this machine, agree to it ({do_trust}); else move the file into the folder.</source>
        <translation>Ist diese Maschine vertrauenswürdig, dem zustimmen ({do_trust}); sonst die Datei in den Ordner verschieben.</translation>
    </message>
    <message>
        <source>Correct it in the configuration, or choose another value ({do_set}).</source>
        <translation>In der Konfiguration berichtigen, oder einen anderen Wert wählen ({do_set}).</translation>
    </message>
    <message>
        <source>Copy it from the original folder to {folder}, or say where it is ({do_locate}).</source>
        <translation>Aus dem ursprünglichen Ordner nach {folder} kopieren, oder angeben, wo die Datei ist ({do_locate}).</translation>
    </message>
    <message>
        <source>Copy it from the original folder to {folder}, or say where it is ({do_locate}). Without it the disk is incomplete.</source>
        <translation>Aus dem ursprünglichen Ordner nach {folder} kopieren, oder angeben, wo die Datei ist ({do_locate}). Ohne sie ist die Platte unvollständig.</translation>
    </message>
    <message>
        <source>Decide: {do_keep_redo}, or {do_discard_redo} (as before the last power-on).</source>
        <translation>Entscheiden: {do_keep_redo}, oder {do_discard_redo} (Stand vor dem letzten Einschalten).</translation>
    </message>
    <message>
        <source>Restore the redo log that belongs to the disk, or {do_discard_redo} (as before the last power-on).</source>
        <translation>Das Redo-Log wiederherstellen, das zur Platte gehört, oder {do_discard_redo} (Stand vor dem letzten Einschalten).</translation>
    </message>
    <message>
        <source>{path} is not as the conversion left it: {reason}.</source>
        <translation>{path} ist nicht, wie die Konvertierung es hinterlassen hat: {reason}.</translation>
    </message>
    <message>
        <source>Choose another place, or agree to overwriting it ({do_overwrite}).</source>
        <translation>Einen anderen Ort wählen, oder dem Überschreiben zustimmen ({do_overwrite}).</translation>
    </message>
    <message>
        <source>Convert the machine again, with raw images ({do_raw}).</source>
        <translation>Die Maschine noch einmal konvertieren, mit rohen Abbildern ({do_raw}).</translation>
    </message>
    <message>
        <source>“Trust this machine”</source>
        <translation>„Der Maschine vertrauen“</translation>
    </message>
    <message>
        <source>choose the running state</source>
        <translation>den laufenden Stand wählen</translation>
    </message>
    <message>
        <source>“Keep the changes”</source>
        <translation>„Änderungen behalten“</translation>
    </message>
    <message>
        <source>“Discard them”</source>
        <translation>„Verwerfen“</translation>
    </message>
    <message>
        <source>the format raw</source>
        <translation>das Format raw</translation>
    </message>
    <message>
        <source>qcow2 or vhd</source>
        <translation>qcow2 oder vhd</translation>
    </message>
    <message>
        <source>“Leave the guest as it is”</source>
        <translation>„Gast lassen, wie er ist“</translation>
    </message>
    <message>
        <source>drivers for Xen&apos;s disks</source>
        <translation>Treiber für die Platten von Xen</translation>
    </message>
    <message>
        <source>HAL: as it is</source>
        <translation>HAL: wie sie ist</translation>
    </message>
    <message>
        <source>“Without PV drivers”</source>
        <translation>„Ohne PV-Treiber“</translation>
    </message>
    <message>
        <source>“Go on without the log”</source>
        <translation>„Ohne das Protokoll weitermachen“</translation>
    </message>
    <message>
        <source>another HAL or drivers</source>
        <translation>einer anderen HAL oder Treibern</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Undo on the page of the result</source>
        <translation>Rückgängig auf der Seite des Ergebnisses</translation>
    </message>
    <message>
        <source>HAL</source>
        <translation>HAL</translation>
    </message>
    <message>
        <source>“Only tell the commands”</source>
        <translation>„Nur die Befehle nennen“</translation>
    </message>
    <message>
        <source>its window</source>
        <translation>dessen Fenster</translation>
    </message>
    <message>
        <source>by the button that asks</source>
        <translation>mit der Schaltfläche, die fragt</translation>
    </message>
    <message>
        <source>when it is asked for</source>
        <translation>wenn danach gefragt wird</translation>
    </message>
    <message>
        <source>What is left to take back in {path} is what the conversion fitted ({what}): without it the guest may not start on Xen.</source>
        <translation>Zurückzunehmen ist in {path} nur noch, was die Konvertierung angepasst hat ({what}): Ohne das startet der Gast unter Xen vielleicht nicht.</translation>
    </message>
    <message>
        <source>Mend it, or delete it and write it anew with hal, config or convert.</source>
        <translation>Sie in Ordnung bringen, oder löschen und mit hal, config oder convert neu schreiben.</translation>
    </message>
    <message>
        <source>{path} was changed by hand, and no disk in it has target={target} any more.</source>
        <translation>{path} wurde von Hand geändert, und keine Platte darin hat noch target={target}.</translation>
    </message>
    <message>
        <source>Write that line again: the place on the server is put in for it.</source>
        <translation>Diese Zeile wieder schreiben: Dafür wird der Ort auf dem Server eingesetzt.</translation>
    </message>
    <message>
        <source>{path} was changed by hand; these settings have no place in an archive: {keys}.</source>
        <translation>{path} wurde von Hand geändert; diese Einstellungen haben in einem Archiv keinen Platz: {keys}.</translation>
    </message>
    <message>
        <source>{path} was changed by hand; this is taken over: {settings}.</source>
        <translation>{path} wurde von Hand geändert; das wird übernommen: {settings}.</translation>
    </message>
    <message>
        <source>Take it back there if it is not meant.</source>
        <translation>Es dort zurücknehmen, falls es nicht gemeint ist.</translation>
    </message>
    <message>
        <source>{path} was changed by hand; this is left out: {keys}.</source>
        <translation>{path} wurde von Hand geändert; das wird weggelassen: {keys}.</translation>
    </message>
    <message>
        <source>Set it where the guest is started.</source>
        <translation>Es dort setzen, wo der Gast gestartet wird.</translation>
    </message>
    <message>
        <source>{path} was changed by hand; it is sent as it is, with the places of the server.</source>
        <translation>{path} wurde von Hand geändert; sie wird gesendet, wie sie ist, mit den Orten des Servers.</translation>
    </message>
    <message>
        <source>Take the changes back there if they are not meant.</source>
        <translation>Die Änderungen dort zurücknehmen, falls sie nicht gemeint sind.</translation>
    </message>
    <message>
        <source>{path} has {flags} now, as suits the HAL.</source>
        <translation>{path} hat jetzt {flags}, wie es zur HAL passt.</translation>
    </message>
    <message>
        <source>Start the guest with it; what was sent before has to be sent again.</source>
        <translation>Den Gast damit starten; was vorher gesendet wurde, muss noch einmal gesendet werden.</translation>
    </message>
    <message>
        <source>{path} was changed by hand, so it stays as it is. The HAL wants {flags}.</source>
        <translation>{path} wurde von Hand geändert und bleibt darum, wie sie ist. Die HAL braucht {flags}.</translation>
    </message>
    <message>
        <source>Set them in it.</source>
        <translation>Sie darin setzen.</translation>
    </message>
    <message>
        <source>What was taken back is what the conversion fitted ({what}): the guest may not start on Xen.</source>
        <translation>Zurückgenommen ist, was die Konvertierung angepasst hat ({what}): Der Gast startet unter Xen vielleicht nicht.</translation>
    </message>
    <message>
        <source>Standard output cannot be written: {reason}.</source>
        <translation>Die Standardausgabe kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>What was done is done; look into the folder, or give the command again.</source>
        <translation>Was getan ist, ist getan; in den Ordner sehen oder den Befehl noch einmal geben.</translation>
    </message>
    <message>
        <source>{path} would be a file of this name: nothing is written to standard output.</source>
        <translation>{path} wäre eine Datei dieses Namens: Auf die Standardausgabe wird nichts geschrieben.</translation>
    </message>
    <message>
        <source>Name a file, or a block device.</source>
        <translation>Eine Datei oder ein Blockgerät nennen.</translation>
    </message>
    <message>
        <source>locate.{name} was not needed: no disk of the machine is read from {path}.</source>
        <translation>locate.{name} wurde nicht gebraucht: Keine Platte der Maschine wird aus {path} gelesen.</translation>
    </message>
    <message>
        <source>Check the name: it is that of the file which is missing, as the configuration has it.</source>
        <translation>Den Namen prüfen: Es ist der Name der fehlenden Datei, wie er in der Konfiguration steht.</translation>
    </message>
    <message>
        <source>The table of networks has none of this machine&apos;s networks: {known}.</source>
        <translation>Die Tabelle der Netze hat keines der Netze dieser Maschine: {known}.</translation>
    </message>
    <message>
        <source>Check how the names are written in it.</source>
        <translation>Prüfen, wie die Namen darin geschrieben sind.</translation>
    </message>
    <message>
        <source>Choose another value: {do_set_key}.</source>
        <translation>Einen anderen Wert wählen: {do_set_key}.</translation>
    </message>
    <message>
        <source>Choose another folder, rename the file, or name the server&apos;s folder ({do_set_images}).</source>
        <translation>Einen anderen Ordner wählen, die Datei umbenennen, oder den Ordner auf dem Server nennen ({do_set_images}).</translation>
    </message>
    <message>
        <source>Choose raw, or another format that Xen knows ({do_xen_format}).</source>
        <translation>raw wählen, oder ein anderes Format, das Xen kennt ({do_xen_format}).</translation>
    </message>
    <message>
        <source>Change it ({do_set_bridge}), or with a table of all networks ({do_networks}).</source>
        <translation>Ändern ({do_set_bridge}), oder mit einer Tabelle aller Netzwerke ({do_networks}).</translation>
    </message>
    <message>
        <source>Choose {best} ({do_set_nic}), or install the driver in the guest.</source>
        <translation>{best} wählen ({do_set_nic}), oder den Treiber im Gast installieren.</translation>
    </message>
    <message>
        <source>Change the image or take the edit back ({do_for_real}): it is finished first.</source>
        <translation>Das Abbild ändern oder die Änderung zurücknehmen ({do_for_real}): Zuerst wird sie zu Ende geführt.</translation>
    </message>
    <message>
        <source>If you know that nothing has changed in it, agree ({do_agree}).</source>
        <translation>Hat sich darin sicher nichts geändert, zustimmen ({do_agree}).</translation>
    </message>
    <message>
        <source>Keep it ({do_keep_hal}): Xen&apos;s defaults suit it.</source>
        <translation>Sie behalten ({do_keep_hal}): Die Vorgaben von Xen passen dazu.</translation>
    </message>
    <message>
        <source>Look in the guest: Device Manager &gt; Computer. Convert with it as it is ({do_keep_hal}).</source>
        <translation>Im Gast nachsehen: Geräte-Manager &gt; Computer. Mit ihr konvertieren, wie sie ist ({do_keep_hal}).</translation>
    </message>
    <message>
        <source>Choose one of them, or leave the guest as it is ({do_keep_hal}).</source>
        <translation>Eine davon wählen, oder den Gast lassen, wie er ist ({do_keep_hal}).</translation>
    </message>
    <message>
        <source>Take the trial back first ({do_undo}), or remove the option in the guest.</source>
        <translation>Zuerst den Versuch zurücknehmen ({do_undo}), oder die Option im Gast entfernen.</translation>
    </message>
    <message>
        <source>Choose IDE ({do_storage_ide}), or install a driver in the guest and convert it as it is ({do_keep_guest}).</source>
        <translation>IDE wählen ({do_storage_ide}), oder im Gast einen Treiber installieren und ihn konvertieren, wie er ist ({do_keep_guest}).</translation>
    </message>
    <message>
        <source>Convert the machine with {do_hal_or_storage}, or make a raw image first ({do_raw_image}).</source>
        <translation>Die Maschine konvertieren mit {do_hal_or_storage}, oder zuerst ein rohes Abbild anlegen ({do_raw_image}).</translation>
    </message>
    <message>
        <source>Make the changes in the guest while it runs in VMware, and convert it as it is ({do_keep_guest}).</source>
        <translation>Die Änderungen im Gast vornehmen, während er in VMware läuft, und ihn konvertieren, wie er ist ({do_keep_guest}).</translation>
    </message>
    <message>
        <source>Mend it, or convert the guest as it is ({do_keep_guest}): it may not start then.</source>
        <translation>Das beheben, oder den Gast konvertieren, wie er ist ({do_keep_guest}): Er startet dann vielleicht nicht.</translation>
    </message>
    <message>
        <source>If Windows does not start, take it back ({do_undo}).</source>
        <translation>Startet Windows nicht, es zurücknehmen ({do_undo}).</translation>
    </message>
    <message>
        <source>Set a time ({do_timeout}), or have the trial start by default ({do_first}).</source>
        <translation>Eine Wartezeit setzen ({do_timeout}), oder den Versuch als Vorgabe starten lassen ({do_first}).</translation>
    </message>
    <message>
        <source>Converting enables the drivers, unless the guest is left as it is ({do_keep_guest}).</source>
        <translation>Das Konvertieren schaltet die Treiber ein, es sei denn, der Gast wird gelassen, wie er ist ({do_keep_guest}).</translation>
    </message>
    <message>
        <source>{path} does not have the digest that the manifest has of it ({algorithm}): the copy is damaged, or the file was changed.</source>
        <translation>{path} hat nicht die Prüfsumme, die das Manifest dafür hat ({algorithm}): Die Kopie ist beschädigt, oder die Datei wurde geändert.</translation>
    </message>
    <message>
        <source>{path} does not have the digest that the manifest has of it ({algorithm}); it was converted all the same.</source>
        <translation>{path} hat nicht die Prüfsumme, die das Manifest dafür hat ({algorithm}); es wurde trotzdem umgewandelt.</translation>
    </message>
    <message>
        <source>Check what the guest holds. The copy may be damaged.</source>
        <translation>Prüfen, was der Gast enthält. Die Kopie kann beschädigt sein.</translation>
    </message>
    <message>
        <source>Compare the other files with the manifest</source>
        <translation>Die übrigen Dateien mit dem Manifest vergleichen</translation>
    </message>
    <message>
        <source>{path} does not read as it was written</source>
        <translation>{path} liest sich nicht so, wie es geschrieben wurde</translation>
    </message>
    <message>
        <source>you asked for commands</source>
        <translation>es wurde um Befehle gebeten</translation>
    </message>
    <message>
        <source>its files cannot be changed here</source>
        <translation>seine Dateien können hier nicht geändert werden</translation>
    </message>
    <message>
        <source>files on {kind} cannot be changed here</source>
        <translation>Dateien auf {kind} können hier nicht geändert werden</translation>
    </message>
    <message>
        <source>the card keeps its name</source>
        <translation>die Karte behält ihren Namen</translation>
    </message>
    <message>
        <source>disks by their UUIDs</source>
        <translation>Platten nach ihren UUIDs</translation>
    </message>
    <message>
        <source>for start-up images to come</source>
        <translation>für künftige Startabbilder</translation>
    </message>
    <message>
        <source>with {count} files more</source>
        <translation>mit {count} weiteren Dateien</translation>
    </message>
    <message>
        <source>The conversion puts the drivers into its start-up image.</source>
        <translation>Das Konvertieren legt die Treiber in sein Startabbild.</translation>
    </message>
    <message>
        <source>Converting mends it where it can; otherwise run in the guest: {command}</source>
        <translation>Das Konvertieren behebt es, wo es kann; sonst im Gast ausführen: {command}</translation>
    </message>
    <message>
        <source>Because of this Linux cannot be mended to start under Xen.</source>
        <translation>Deshalb kann Linux nicht so geändert werden, dass es unter Xen startet.</translation>
    </message>
    <message>
        <source>{linux} on {device} needs something that converting does not do: {reason}.</source>
        <translation>{linux} auf {device} braucht etwas, was das Konvertieren nicht tut: {reason}.</translation>
    </message>
    <message>
        <source>cloud-init in the guest takes its settings from VMware ({sources}), which Xen does not have.</source>
        <translation>cloud-init im Gast bezieht seine Einstellungen von VMware ({sources}); unter Xen gibt es sie nicht.</translation>
    </message>
    <message>
        <source>It may set host name, keys and network anew at the next start. To keep what is there: touch /etc/cloud/cloud-init.disabled</source>
        <translation>Es könnte Rechnernamen, Schlüssel und Netz beim nächsten Start neu setzen. Um zu behalten, was da ist: touch /etc/cloud/cloud-init.disabled</translation>
    </message>
    <message>
        <source>The guest&apos;s console is on {console} ({path}).</source>
        <translation>Die Konsole des Gasts liegt auf {console} ({path}).</translation>
    </message>
    <message>
        <source>Before converting, or from a rescue system after, run in the guest: {commands}</source>
        <translation>Vor dem Konvertieren oder danach von einem Rettungssystem aus im Gast ausführen: {commands}</translation>
    </message>
    <message>
        <source>VMware has no such place</source>
        <translation>einen solchen Anschluss hat VMware nicht</translation>
    </message>
    <message>
        <source>the controller {controller} is not present</source>
        <translation>der Controller {controller} ist nicht vorhanden</translation>
    </message>
    <message>
        <source>the device type {kind} is no disk</source>
        <translation>der Gerätetyp {kind} ist keine Platte</translation>
    </message>
    <message>
        <source>it has more than {limit} files</source>
        <translation>darin sind mehr als {limit} Dateien</translation>
    </message>
    <message>
        <source>folders more than {depth} levels down</source>
        <translation>Ordner, die mehr als {depth} Ebenen tiefer liegen</translation>
    </message>
    <message>
        <source>The guest ({guest}) is for ARM processors: it cannot run on Xen for x86.</source>
        <translation>Der Gast ({guest}) ist für ARM-Prozessoren: Unter Xen für x86 läuft er nicht.</translation>
    </message>
    <message>
        <source>Install the guest anew for x86 and take its data over. If another system is on the disk, put guestOS right in the .vmx.</source>
        <translation>Den Gast für x86 neu installieren und die Daten übernehmen. Liegt ein anderes System auf der Platte, guestOS in der .vmx berichtigen.</translation>
    </message>
    <message>
        <source>The guest ({guest}) is macOS, which cannot run on Xen.</source>
        <translation>Der Gast ({guest}) ist macOS, das unter Xen nicht läuft.</translation>
    </message>
    <message>
        <source>Move it to a Mac (VMware Fusion). If another system is on the disk, put guestOS right in the .vmx.</source>
        <translation>Auf einen Mac umziehen (VMware Fusion). Liegt ein anderes System auf der Platte, guestOS in der .vmx berichtigen.</translation>
    </message>
    <message>
        <source>{path} has no descriptor; it looks like a raw copy of a disk, as ESX 2 kept them.</source>
        <translation>{path} hat keinen Deskriptor und sieht wie die rohe Kopie einer Platte aus, wie ESX 2 sie ablegte.</translation>
    </message>
    <message>
        <source>The disk {name} at {node} is not converted: {reason}.</source>
        <translation>Die Platte {name} an {node} wird nicht umgewandelt: {reason}.</translation>
    </message>
    <message>
        <source>VMware does not attach it either. Attach it there if it should be; its .vmdk can be opened by itself.</source>
        <translation>Auch VMware hängt sie nicht an. Gehört sie dazu, dort anhängen; ihre .vmdk lässt sich auch allein öffnen.</translation>
    </message>
    <message>
        <source>{path} was not searched whole: {reason}.</source>
        <translation>{path} wurde nicht ganz durchsucht: {reason}.</translation>
    </message>
    <message>
        <source>Open the folders of the machines that are not in the list.</source>
        <translation>Die Ordner der Maschinen öffnen, die in der Liste fehlen.</translation>
    </message>
    <message>
        <source>The working folder {written} is not on this computer.</source>
        <translation>Der Arbeitsordner {written} ist nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Snapshots and redo logs may be there: copy what is in it to the machine&apos;s folder.</source>
        <translation>Dort können Snapshots und Redo-Logs liegen: seinen Inhalt in den Ordner der Maschine kopieren.</translation>
    </message>
    <message>
        <source>The logical volume {name} is {kind}: what is on it cannot be looked into.</source>
        <translation>Das logische Volume {name} ist {kind}: Was darauf liegt, lässt sich nicht ansehen.</translation>
    </message>
    <message>
        <source>It is converted as it is, with all that is on it. Prepare the Linux on it before, while it runs in VMware (xen-blkfront in its start-up image).</source>
        <translation>Es wird mit allem darauf unverändert übernommen. Das Linux darauf vorher unter VMware vorbereiten (xen-blkfront in der initrd).</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>a snapshot</source>
        <translation>ein Snapshot</translation>
    </message>
    <message>
        <source>thin: its blocks are in a pool</source>
        <translation>„thin“: Seine Blöcke liegen in einem Pool</translation>
    </message>
    <message>
        <source>the pool of thin volumes</source>
        <translation>der Pool von Thin-Volumes</translation>
    </message>
    <message>
        <source>cached on a faster disk</source>
        <translation>auf einer schnelleren Platte zwischengespeichert</translation>
    </message>
    <message>
        <source>a cache</source>
        <translation>ein Cache</translation>
    </message>
    <message>
        <source>kept with checksums</source>
        <translation>mit Prüfsummen abgelegt</translation>
    </message>
    <message>
        <source>compressed and deduplicated (VDO)</source>
        <translation>komprimiert und dedupliziert (VDO)</translation>
    </message>
    <message>
        <source>striped over {count} disks</source>
        <translation>über {count} Platten gestreift</translation>
    </message>
    <message>
        <source>a RAID of level {level}</source>
        <translation>ein RAID der Stufe {level}</translation>
    </message>
    <message>
        <source>of the type {kind}</source>
        <translation>vom Typ {kind}</translation>
    </message>
    <message>
        <source>QEMU of {xen} opens no {format} image: the guest is not created (seen with Debian 13).</source>
        <translation>QEMU von {xen} öffnet kein {format}-Abbild: Der Gast wird nicht angelegt (gesehen mit Debian 13).</translation>
    </message>
    <message>
        <source>Under Xen</source>
        <translation>Unter Xen</translation>
    </message>
    <message>
        <source>It will start under Xen from {buses}.</source>
        <translation>Er startet unter Xen von {buses}.</translation>
    </message>
    <message>
        <source>It is not known whether it starts under Xen.</source>
        <translation>Ob er unter Xen startet, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>As it is it would stop under Xen (0x0000007B); converting mends that.</source>
        <translation>So, wie er ist, bliebe er unter Xen stehen (0x0000007B); das Konvertieren behebt das.</translation>
    </message>
    <message>
        <source>As it is it would stop under Xen (0x0000007B); it has no driver for its disks.</source>
        <translation>So, wie er ist, bliebe er unter Xen stehen (0x0000007B); er hat keinen Treiber für die Platten dort.</translation>
    </message>
    <message>
        <source>It is not known whether it starts under Xen: it has no kernel in /boot.</source>
        <translation>Ob er unter Xen startet, ist nicht bekannt: In /boot ist kein Kernel.</translation>
    </message>
    <message>
        <source>It will start under Xen from {buses} disks and keep its names.</source>
        <translation>Er startet unter Xen von Platten an {buses} und behält seine Namen.</translation>
    </message>
    <message>
        <source>As it is it would not find its disks under Xen; converting mends that.</source>
        <translation>So, wie er ist, fände er unter Xen seine Platten nicht; das Konvertieren behebt das.</translation>
    </message>
    <message>
        <source>It will start under Xen; converting keeps its names and adds drivers.</source>
        <translation>Er startet unter Xen; das Konvertieren erhält seine Namen und ergänzt Treiber.</translation>
    </message>
    <message>
        <source>As it is it would not find its disks under Xen; what converting cannot mend is to be typed in it.</source>
        <translation>So, wie er ist, fände er unter Xen seine Platten nicht; was das Konvertieren nicht behebt, ist in ihm einzugeben.</translation>
    </message>
    <message>
        <source>It will start under Xen, but names change; commands for that are to be typed.</source>
        <translation>Er startet unter Xen, doch Namen ändern sich; Befehle dagegen sind einzugeben.</translation>
    </message>
    <message>
        <source>Copy the appliance again from where it came. If the change is meant, convert into an empty folder and agree to it ({do_trust}).</source>
        <translation>Die Appliance erneut von ihrer Quelle kopieren. Ist die Änderung gewollt, in einen leeren Ordner umwandeln und ihr zustimmen ({do_trust}).</translation>
    </message>
    <message>
        <source>If it is the newer state, take it instead ({do_locate}), or convert it by itself. If it is left over, move it away.</source>
        <translation>Ist sie der neuere Stand, sie stattdessen nehmen ({do_locate}), oder für sich umwandeln. Ist sie übrig geblieben, sie wegbewegen.</translation>
    </message>
    <message>
        <source>Leave one of them out ({do_without}), or make a copy of the file and say that it is the other one ({do_locate}).</source>
        <translation>Eine von beiden auslassen ({do_without}) oder die Datei kopieren und die Kopie als die andere angeben ({do_locate}).</translation>
    </message>
    <message>
        <source>On the host make a virtual disk of it (vmkfstools -i {name} COPY.vmdk), or copy the device (dd if=DEVICE of=COPY.img bs=1M). Then say where the copy is: {do_locate}.</source>
        <translation>Auf dem Host eine virtuelle Platte daraus machen (vmkfstools -i {name} COPY.vmdk) oder das Gerät kopieren (dd if=DEVICE of=COPY.img bs=1M). Dann angeben, wo die Kopie liegt: {do_locate}.</translation>
    </message>
    <message>
        <source>On a host of the vSAN copy it to a VMFS or NFS datastore (vmkfstools -i {name} /vmfs/volumes/DATASTORE/COPY.vmdk), or export the machine with ovftool. Then open the export, or say where the copy is: {do_locate}.</source>
        <translation>Auf einem Host des vSAN auf einen VMFS- oder NFS-Datastore kopieren (vmkfstools -i {name} /vmfs/volumes/DATASTORE/COPY.vmdk) oder die Maschine mit ovftool exportieren. Dann den Export öffnen oder angeben, wo die Kopie liegt: {do_locate}.</translation>
    </message>
    <message>
        <source>On the host copy it to a VMFS or NFS datastore (vmkfstools -i {name} /vmfs/volumes/DATASTORE/COPY.vmdk), or export the machine with ovftool. Then open the export, or say where the copy is: {do_locate}.</source>
        <translation>Auf dem Host auf einen VMFS- oder NFS-Datastore kopieren (vmkfstools -i {name} /vmfs/volumes/DATASTORE/COPY.vmdk) oder die Maschine mit ovftool exportieren. Dann den Export öffnen oder angeben, wo die Kopie liegt: {do_locate}.</translation>
    </message>
    <message>
        <source>Copy the whole device into a file (dd if={device} of=COPY.img bs=1M) and say where that is: {do_locate}.</source>
        <translation>Das ganze Gerät in eine Datei kopieren (dd if={device} of=COPY.img bs=1M) und angeben, wo sie liegt: {do_locate}.</translation>
    </message>
    <message>
        <source>If it is one, call it {flat} and say that it is the disk: {do_locate}.</source>
        <translation>Ist sie das, sie {flat} nennen und angeben, dass sie die Platte ist: {do_locate}.</translation>
    </message>
    <message>
        <source>Copy the descriptor too. Without it say that {flat} is the disk: {do_locate}.</source>
        <translation>Auch den Deskriptor kopieren. Ohne ihn angeben, dass {flat} die Platte ist: {do_locate}.</translation>
    </message>
    <message>
        <source>Copy the other {name} into a folder of its own and say where it is: {do_locate}.</source>
        <translation>Die andere Datei {name} in einen eigenen Ordner kopieren und angeben, wo sie liegt: {do_locate}.</translation>
    </message>
    <message>
        <source>the tick of the disk</source>
        <translation>der Haken der Platte</translation>
    </message>
    <message>
        <source>“Locate…” {place}</source>
        <translation>„Suchen…“ {place}</translation>
    </message>
    <message>
        <source>the machine starts from none of the others</source>
        <translation>die Maschine startet von keiner anderen</translation>
    </message>
    <message>
        <source>Choose a folder with a .vmx or .ovf file, or the file itself.</source>
        <translation>Einen Ordner mit einer .vmx- oder .ovf-Datei wählen, oder die Datei selbst.</translation>
    </message>
    <message>
        <source>Give the domain a serial port ({do_set_serial}), and look at it with: xl console NAME</source>
        <translation>Der Domäne eine serielle Schnittstelle geben ({do_set_serial}) und sie ansehen mit: xl console NAME</translation>
    </message>
    <message>
        <source>“Locate…” {slot}</source>
        <translation>„Suchen…“ {slot}</translation>
    </message>
    <message>
        <source>locate.{key} means no file of this machine.</source>
        <translation>locate.{key} meint keine Datei dieser Maschine.</translation>
    </message>
    <message>
        <source>Say it for one of them alone: {keys}.</source>
        <translation>Nur für eine davon angeben: {keys}.</translation>
    </message>
    <message>
        <source>Convert it too. If a file of it is missing, say where that is ({do_locate_slot}).</source>
        <translation>Auch diese Platte umwandeln. Fehlt eine Datei davon, angeben, wo sie liegt ({do_locate_slot}).</translation>
    </message>
    <message>
        <source>Nothing to do if they are empty; else attach the image on the server ({do_set_cdrom}).</source>
        <translation>Nichts zu tun, wenn sie leer sind; sonst das Abbild auf dem Server einlegen ({do_set_cdrom}).</translation>
    </message>
    <message>
        <source>Attach fewer, install PV drivers in the guest, then attach the rest. With xl and Windows Vista or later, AHCI shows six ({do_ahci}).</source>
        <translation>Weniger anschließen, im Gast PV-Treiber installieren, dann die übrigen anschließen. Mit xl und Windows Vista oder neuer zeigt AHCI sechs ({do_ahci}).</translation>
    </message>
    <message>
        <source>Keep it ({do_keep_hal}). To let it choose between its two, run in the guest: bcdedit /set detecthal yes</source>
        <translation>Ihn behalten ({do_keep_hal}). Damit es zwischen seinen beiden wählt, im Gast ausführen: bcdedit /set detecthal yes</translation>
    </message>
    <message>
        <source>Leave acpi=1, which every HAL runs on. For a guest that must not see ACPI: {do_set_wrapper} has a wrapper for QEMU written beside the configuration.</source>
        <translation>acpi=1 lassen, damit läuft jede HAL. Für einen Gast, der kein ACPI sehen darf: {do_set_wrapper} lässt neben die Konfiguration ein Skript schreiben, das QEMU startet.</translation>
    </message>
    <message>
        <source>Give it less: {do_set_memory}</source>
        <translation>Ihm weniger geben: {do_set_memory}</translation>
    </message>
    <message>
        <source>All become {model}. Choose another with {do_set_cards}.</source>
        <translation>Alle werden {model}. Ein anderes wählen mit {do_set_cards}.</translation>
    </message>
    <message>
        <source>Look for its name on the server (xe network-list params=name-label) and convert with {do_set_bridges}, or connect the card afterwards.</source>
        <translation>Auf dem Server nach seinem Namen sehen (xe network-list params=name-label) und mit {do_set_bridges} umwandeln, oder die Karte danach verbinden.</translation>
    </message>
    <message>
        <source>Start the guest in VMware and shut it down. If that is impossible, convert it as it is ({do_linux_commands}) and run in it what is told.</source>
        <translation>Den Gast in VMware starten und herunterfahren. Ist das unmöglich, ihn unverändert konvertieren ({do_linux_commands}) und in ihm ausführen, was gesagt wird.</translation>
    </message>
    <message>
        <source>Convert the guest as it is ({do_linux_commands}) and run in it what is told.</source>
        <translation>Den Gast unverändert konvertieren ({do_linux_commands}) und in ihm ausführen, was gesagt wird.</translation>
    </message>
    <message>
        <source>Look at boot.ini: it names the disk, the partition and perhaps another HAL (/HAL=). Take the change of the HAL back ({do_undo}), or choose one that is there ({do_hal}).</source>
        <translation>In boot.ini nachsehen: Dort stehen Platte, Partition und vielleicht eine andere HAL (/HAL=). Die Änderung der HAL zurücknehmen ({do_undo}), oder eine wählen, die da ist ({do_hal}).</translation>
    </message>
    <message>
        <source>That is often a HAL for another machine: choose another one ({do_hal}), or other flags (“trials” finds out which fit).</source>
        <translation>Das ist oft eine HAL für eine andere Maschine: Eine andere wählen ({do_hal}), oder andere Flags („trials“ findet heraus, welche passen).</translation>
    </message>
    <message>
        <source>Look at the screen ({do_screenshot}). If it waits for a key, start it with a window; otherwise choose another HAL ({do_hal}) or have its drivers enabled ({do_storage}).</source>
        <translation>Den Bildschirm ansehen ({do_screenshot}). Wartet der Gast auf eine Taste, ihn mit einem Fenster starten; sonst eine andere HAL wählen ({do_hal}) oder seine Treiber einschalten lassen ({do_storage}).</translation>
    </message>
    <message>
        <source>That is a kernel or HAL for another machine: choose another one ({do_hal}), or other flags (“trials” finds out which fit).</source>
        <translation>Das ist ein Kernel oder eine HAL für eine andere Maschine: Eine andere wählen ({do_hal}), oder andere Flags („trials“ findet heraus, welche passen).</translation>
    </message>
    <message>
        <source>Give it more time ({do_seconds}), look at the screen ({do_screenshot}), or let it say something on its serial port.</source>
        <translation>Ihm mehr Zeit geben ({do_seconds}), den Bildschirm ansehen ({do_screenshot}), oder ihn etwas auf der seriellen Schnittstelle sagen lassen.</translation>
    </message>
    <message>
        <source>Emulate it ({do_emulate}).</source>
        <translation>Ihn emulieren ({do_emulate}).</translation>
    </message>
    <message>
        <source>Correct it, or convert the guest as it is ({do_linux_commands}), which tells what is to be typed in it.</source>
        <translation>Es berichtigen oder den Gast unverändert konvertieren ({do_linux_commands}); dann wird gesagt, was in ihm einzugeben ist.</translation>
    </message>
    <message>
        <source>by the button that asks when it is verified</source>
        <translation>mit der Schaltfläche, die beim Prüfen fragt</translation>
    </message>
    <message>
        <source>{path} is a link to another place, or no ordinary file: it was not made by vmx2xen.</source>
        <translation>{path} ist ein Link an einen anderen Ort oder keine gewöhnliche Datei: vmx2xen hat das nicht angelegt.</translation>
    </message>
    <message>
        <source>Remove it, or choose another folder. Nothing was written through it.</source>
        <translation>Es entfernen oder einen anderen Ordner wählen. Dadurch wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Verify the configuration</source>
        <translation>Die Konfiguration prüfen</translation>
    </message>
    <message>
        <source>Read the configuration</source>
        <translation>Die Konfiguration lesen</translation>
    </message>
    <message>
        <source>its metadata have changed</source>
        <translation>seine Metadaten haben sich geändert</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Speicher reicht nicht.</translation>
    </message>
    <message>
        <source>Close other programs, or allow more (ulimit -v), and do the same again.</source>
        <translation>Andere Programme schließen oder mehr zulassen (ulimit -v), dann dasselbe noch einmal.</translation>
    </message>
    <message>
        <source>{path} has changed since it was written.</source>
        <translation>{path} hat sich geändert, seit es geschrieben wurde.</translation>
    </message>
    <message>
        <source>If it was changed on purpose: {do_accept}. A delivery takes it as it is now.</source>
        <translation>Wurde es mit Absicht geändert: {do_accept}. Eine Auslieferung nimmt es, wie es jetzt ist.</translation>
    </message>
    <message>
        <source>{path} has changed since it was written: nothing it says can be relied on.</source>
        <translation>{path} hat sich geändert, seit es geschrieben wurde: auf nichts darin ist Verlass.</translation>
    </message>
    <message>
        <source>Its disk may be failing. Convert the machine again, to another disk.</source>
        <translation>Vielleicht ist die Platte defekt. Die Maschine erneut konvertieren, auf eine andere Platte.</translation>
    </message>
    <message>
        <source>{path} has no digest of itself: an older vmx2xen wrote it.</source>
        <translation>{path} hat keine Prüfsumme von sich selbst: ein älteres vmx2xen hat es geschrieben.</translation>
    </message>
    <message>
        <source>The images are compared all the same. To have all compared, convert again.</source>
        <translation>Die Abbilder werden trotzdem verglichen. Damit alles verglichen wird: erneut konvertieren.</translation>
    </message>
    <message>
        <source>trials on a server start from raw images</source>
        <translation>Versuche auf einem Server beginnen mit rohen Abbildern</translation>
    </message>
    <message>
        <source>Try HALs and flags of {machine}</source>
        <translation>HALs und Flags von {machine} versuchen</translation>
    </message>
    <message>
        <source>{reached} of {count} came to a login; the most promising is {name}</source>
        <translation>{reached} von {count} kamen zu einer Anmeldung; am aussichtsreichsten ist {name}</translation>
    </message>
    <message>
        <source>Try {count} combinations of HAL and flags</source>
        <translation>{count} Verbindungen aus HAL und Flags versuchen</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} einsetzen</translation>
    </message>
    <message>
        <source>Image and configuration have {name}</source>
        <translation>Abbild und Konfiguration haben {name}</translation>
    </message>
    <message>
        <source>To take the HAL back</source>
        <translation>Um die HAL zurückzunehmen</translation>
    </message>
    <message>
        <source>There is not enough free memory on {host}: {free} MiB, the guest needs {needed}.</source>
        <translation>Auf {host} ist nicht genug Speicher frei: {free} MiB, der Gast braucht {needed}.</translation>
    </message>
    <message>
        <source>Shut a domain down there, give dom0 less memory (xl mem-set), or give the guest less for trials (flags memory=…).</source>
        <translation>Dort eine Domäne herunterfahren, dom0 weniger Speicher geben (xl mem-set), oder dem Gast für Versuche weniger (Flags memory=…).</translation>
    </message>
    <message>
        <source>Xen ended the guest: its processor failed while it handled a failure, {last}.</source>
        <translation>Xen hat den Gast beendet: Sein Prozessor scheiterte, während er einen Fehler behandelte, {last}.</translation>
    </message>
    <message>
        <source>That is a kernel or HAL for another machine: choose another one (hal), or other flags.</source>
        <translation>Das ist ein Kernel oder eine HAL für eine andere Maschine: Eine andere wählen (hal), oder andere Flags.</translation>
    </message>
    <message>
        <source>{host} does not start the guest: {reason}.</source>
        <translation>{host} startet den Gast nicht: {reason}.</translation>
    </message>
    <message>
        <source>Look at what xl says there (xl create), and whether it is the toolstack of this Xen.</source>
        <translation>Nachsehen, was xl dort sagt (xl create), und ob es die Werkzeuge dieses Xens sind.</translation>
    </message>
    <message>
        <source>{name} is no combination that there is.</source>
        <translation>{name} ist keine Verbindung, die es gibt.</translation>
    </message>
    <message>
        <source>{cell}: what was tried and what is derived do not agree: derived was “{kind}”, and seen: {seen}.</source>
        <translation>{cell}: Versuch und Ableitung stimmen nicht überein: abgeleitet ist „{kind}“, und gesehen wurde: {seen}.</translation>
    </message>
    <message>
        <source>the path of the image is too long</source>
        <translation>der Pfad des Abbilds ist zu lang</translation>
    </message>
    <message>
        <source>this guest has one for all machines</source>
        <translation>dieser Gast hat eine für alle Maschinen</translation>
    </message>
    <message>
        <source>None of {count} combinations of HAL and flags brought the guest to a login.</source>
        <translation>Keine von {count} Verbindungen aus HAL und Flags brachte den Gast zu einer Anmeldung.</translation>
    </message>
    <message>
        <source>Look at what each of them showed ({path}), and have the drivers of Xen&apos;s disk enabled first ({do_storage}).</source>
        <translation>Ansehen, was jede gezeigt hat ({path}), und zuerst die Treiber für Xens Platte einschalten lassen ({do_storage}).</translation>
    </message>
    <message>
        <source>Name one as they are listed: {known}.</source>
        <translation>Eine so nennen, wie sie hier stehen: {known}.</translation>
    </message>
    <message>
        <source>{cell} is used, but it is derived that it does not start on the Xen it is for: {reason}</source>
        <translation>{cell} ist eingesetzt, aber abgeleitet ist, dass sie auf dem Xen, für das sie ist, nicht startet: {reason}</translation>
    </message>
    <message>
        <source>Try it on that server, or choose another combination.</source>
        <translation>Sie auf diesem Server versuchen, oder eine andere Verbindung wählen.</translation>
    </message>
    <message>
        <source>Trust what was seen. It can be exported as rows without names, for the developers of this program.</source>
        <translation>Dem glauben, was gesehen wurde. Es lässt sich als Zeilen ohne Namen ausgeben, für die Entwickler dieses Programms.</translation>
    </message>
    <message>
        <source>{count} bytes are missing</source>
        <translation>es fehlen {count} Bytes</translation>
    </message>
    <message>
        <source>its superblock is damaged</source>
        <translation>der Superblock ist beschädigt</translation>
    </message>
    <message>
        <source>a tree of extents is damaged</source>
        <translation>ein Baum von Extents ist beschädigt</translation>
    </message>
    <message>
        <source>a block leads outside of it</source>
        <translation>ein Block führt aus ihm hinaus</translation>
    </message>
    <message>
        <source>its boot sector is damaged</source>
        <translation>der Bootsektor ist beschädigt</translation>
    </message>
    <message>
        <source>a run of clusters leads outside of it</source>
        <translation>eine Folge von Clustern führt aus ihm hinaus</translation>
    </message>
    <message>
        <source>it has more than {count} files</source>
        <translation>es hat mehr als {count} Dateien</translation>
    </message>
    <message>
        <source>it has more than {count} fragments</source>
        <translation>es hat mehr als {count} Bruchstücke</translation>
    </message>
    <message>
        <source>the volume {name}</source>
        <translation>das Volume {name}</translation>
    </message>
    <message>
        <source>running state</source>
        <translation>laufender Zustand</translation>
    </message>
    <message>
        <source>{count} files, {size}</source>
        <translation>{count} Dateien, {size}</translation>
    </message>
    <message>
        <source>most in {folder}</source>
        <translation>das meiste in {folder}</translation>
    </message>
    <message>
        <source>What changed in the files cannot be found out: {reason}.</source>
        <translation>Was sich an den Dateien geändert hat, ist nicht festzustellen: {reason}.</translation>
    </message>
    <message>
        <source>It can be converted all the same. Let the guest check its file systems (chkdsk /f or fsck) and try again.</source>
        <translation>Umwandeln lässt es sich trotzdem. Den Gast seine Dateisysteme prüfen lassen (chkdsk /f oder fsck) und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is no volume {name} with files; there are {known}.</source>
        <translation>Es gibt kein Volume {name} mit Dateien; es gibt {known}.</translation>
    </message>
    <message>
        <source>Name one of these.</source>
        <translation>Eines von diesen nennen.</translation>
    </message>
    <message>
        <source>There is no file or folder {path} in this state.</source>
        <translation>In diesem Zustand gibt es keine Datei und keinen Ordner {path}.</translation>
    </message>
    <message>
        <source>Look at the folder above it, or choose another state.</source>
        <translation>In den Ordner darüber sehen oder einen anderen Zustand wählen.</translation>
    </message>
    <message>
        <source>The files in the guest cannot be read: {reason}.</source>
        <translation>Die Dateien im Gast sind nicht zu lesen: {reason}.</translation>
    </message>
    <message>
        <source>The machine has no snapshots, so there are no two states to be compared.</source>
        <translation>Die Maschine hat keine Snapshots, also gibt es keine zwei Zustände zu vergleichen.</translation>
    </message>
    <message>
        <source>Look through the files of the running state instead.</source>
        <translation>Stattdessen die Dateien des laufenden Zustands durchsehen.</translation>
    </message>
    <message>
        <source>The files of volume {name} cannot be told: {reason}</source>
        <translation>Die Dateien von Volume {name} sind nicht zu bestimmen: {reason}</translation>
    </message>
    <message>
        <source>What differs in it is counted as a whole. Check the guest&apos;s file system if files should be there.</source>
        <translation>Was darin anders ist, zählt als Ganzes. Das Dateisystem des Gastes prüfen, falls dort Dateien sein sollten.</translation>
    </message>
    <message>
        <source>Of disk {slot} the last {size} of what the snapshots hold were not compared.</source>
        <translation>Von Platte {slot} wurden die letzten {size} dessen, was die Snapshots enthalten, nicht verglichen.</translation>
    </message>
    <message>
        <source>They are counted as if all of them had changed.</source>
        <translation>Sie zählen, als hätte sich alles davon geändert.</translation>
    </message>
    <message>
        <source>Disk {slot} is not in both states.</source>
        <translation>Platte {slot} ist nicht in beiden Zuständen.</translation>
    </message>
    <message>
        <source>Look at it alone; the other disks are compared.</source>
        <translation>Sie für sich ansehen; die anderen Platten werden verglichen.</translation>
    </message>
    <message>
        <source>The boot menu of {windows} names its disk by {place}: the loader would read it through NTBOOTDD.SYS, the driver of VMware&apos;s controller.</source>
        <translation>Das Startmenü von {windows} nennt sein Laufwerk {place}: der Lader läse es durch NTBOOTDD.SYS, den Treiber von VMwares Controller.</translation>
    </message>
    <message>
        <source>Converting names it by its place in the BIOS, unless the guest is left as it is ({do_keep_guest}). If it is another disk than the first, correct boot.ini in the guest before: multi(0)disk(0)rdisk(N)partition(M).</source>
        <translation>Die Umwandlung nennt es nach seinem Platz im BIOS, außer der Gast wird gelassen, wie er ist ({do_keep_guest}). Ist es ein anderes Laufwerk als das erste, boot.ini vorher im Gast berichtigen: multi(0)disk(0)rdisk(N)partition(M).</translation>
    </message>
    <message>
        <source>Let the guest check its file system (chkdsk /f), or restore the registry from a backup. It is converted as it is.</source>
        <translation>Den Gast sein Dateisystem prüfen lassen (chkdsk /f) oder die Registrierung aus einer Sicherung zurückholen. Er wird umgewandelt, wie er ist.</translation>
    </message>
    <message>
        <source>Windows cannot be given drivers for Xen&apos;s disks: {reason}</source>
        <translation>Windows kann keine Treiber für Xens Laufwerke bekommen: {reason}</translation>
    </message>
    <message>
        <source>{address} is no address of a host.</source>
        <translation>{address} ist keine Adresse eines Hosts.</translation>
    </message>
    <message>
        <source>Write ssh://user@host/folder/vm.vmx, with a port as ssh://user@host:22/folder/vm.vmx.</source>
        <translation>Zu schreiben ist ssh://user@host/folder/vm.vmx, mit Port ssh://user@host:22/folder/vm.vmx.</translation>
    </message>
    <message>
        <source>{host} gives nothing more, or next to nothing, for {seconds} seconds.</source>
        <translation>Von {host} kommt seit {seconds} Sekunden nichts oder fast nichts mehr.</translation>
    </message>
    <message>
        <source>Look at the load of the host and at the network, and do the same again: it goes on where it was.</source>
        <translation>Auslastung des Hosts und Netz ansehen und dasselbe noch einmal tun: Es geht dort weiter, wo es war.</translation>
    </message>
    <message>
        <source>{path} is in use on {host}.</source>
        <translation>{path} wird auf {host} benutzt.</translation>
    </message>
    <message>
        <source>A running machine keeps its newest files to itself. Take a snapshot in VMware and convert that ({do_snapshot}), or shut the machine down.</source>
        <translation>Eine laufende Maschine gibt ihre neuesten Dateien nicht her. In VMware einen Snapshot machen und diesen konvertieren ({do_snapshot}) oder die Maschine herunterfahren.</translation>
    </message>
    <message>
        <source>{path} on {host} is shorter than the host said, or has changed while it was read.</source>
        <translation>{path} auf {host} ist kürzer, als der Host sagte, oder hat sich beim Lesen geändert.</translation>
    </message>
    <message>
        <source>Shut the machine down, or take a snapshot and convert that ({do_snapshot}); then do the same again.</source>
        <translation>Die Maschine herunterfahren oder einen Snapshot machen und diesen konvertieren ({do_snapshot}); dann dasselbe noch einmal tun.</translation>
    </message>
    <message>
        <source>choose it in the tree</source>
        <translation>im Baum auswählen</translation>
    </message>
    <message>
        <source>it has no workers</source>
        <translation>er hat keine Worker</translation>
    </message>
    <message>
        <source>Fleet {plan}</source>
        <translation>Flotte {plan}</translation>
    </message>
    <message>
        <source>{count} machines; the report is {path}</source>
        <translation>{count} Maschinen; der Bericht ist {path}</translation>
    </message>
    <message>
        <source>Wave {number}: {count} machines</source>
        <translation>Welle {number}: {count} Maschinen</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Den Bericht schreiben</translation>
    </message>
    <message>
        <source>{rules}: {error}</source>
        <translation>{rules}: {error}</translation>
    </message>
    <message>
        <source>the plan</source>
        <translation>der Plan</translation>
    </message>
    <message>
        <source>a limit is a number from 1 on</source>
        <translation>eine Grenze ist eine Zahl ab 1</translation>
    </message>
    <message>
        <source>{key} is less than {least}</source>
        <translation>{key} ist kleiner als {least}</translation>
    </message>
    <message>
        <source>it names no machines</source>
        <translation>er nennt keine Maschinen</translation>
    </message>
    <message>
        <source>{key} is {value}, which is no {kind}</source>
        <translation>{key} ist {value}, das ist kein {kind}</translation>
    </message>
    <message>
        <source>{where} has no {key}</source>
        <translation>in {where} gibt es kein {key}</translation>
    </message>
    <message>
        <source>there is nothing like {pattern}</source>
        <translation>es gibt nichts wie {pattern}</translation>
    </message>
    <message>
        <source>its first line has to name columns of {known}</source>
        <translation>die erste Zeile muss Spalten aus {known} nennen</translation>
    </message>
    <message>
        <source>a line does not have its columns</source>
        <translation>eine Zeile hat nicht ihre Spalten</translation>
    </message>
    <message>
        <source>{value} is neither yes nor no</source>
        <translation>{value} ist weder yes noch no</translation>
    </message>
    <message>
        <source>The plan {path} cannot be used: {reason}.</source>
        <translation>Der Plan {path} ist nicht brauchbar: {reason}.</translation>
    </message>
    <message>
        <source>Correct it. The README has a plan to begin with.</source>
        <translation>Ihn berichtigen. In der README steht ein Plan für den Anfang.</translation>
    </message>
    <message>
        <source>Two machines would be written to the same place, {place}: {names}.</source>
        <translation>Zwei Maschinen kämen an denselben Ort, {place}: {names}.</translation>
    </message>
    <message>
        <source>Give one of them another “output” or “push” by a rule, or another name.</source>
        <translation>Einer davon durch eine Regel ein anderes „output“ oder „push“ geben, oder einen anderen Namen.</translation>
    </message>
    <message>
        <source>The fleet is not complete: {done} of {count} machines are done. Not done: {names}.</source>
        <translation>Die Flotte ist nicht vollständig: {done} von {count} Maschinen sind fertig. Nicht fertig: {names}.</translation>
    </message>
    <message>
        <source>Look at the report ({path}), put right what it names, and run the plan again: what is done is not done again.</source>
        <translation>Den Bericht ansehen ({path}), berichtigen, was er nennt, und den Plan noch einmal ausführen: Was fertig ist, wird nicht noch einmal gemacht.</translation>
    </message>
    <message>
        <source>A cluster takes the package distributed, which is not installed.</source>
        <translation>Für einen Cluster braucht es das Paket distributed, und es ist nicht installiert.</translation>
    </message>
    <message>
        <source>Install vmx2xen with it, here and on the workers: pip install &apos;vmx2xen[fleet]&apos;</source>
        <translation>vmx2xen damit installieren, hier und auf den Workern: pip install &apos;vmx2xen[fleet]&apos;</translation>
    </message>
    <message>
        <source>The cluster {address} cannot be used: {reason}.</source>
        <translation>Der Cluster {address} ist nicht nutzbar: {reason}.</translation>
    </message>
    <message>
        <source>Start a scheduler (dask scheduler) and workers (dask worker {address}), and check the network between them.</source>
        <translation>Einen Scheduler starten (dask scheduler) und Worker (dask worker {address}), und das Netz dazwischen prüfen.</translation>
    </message>
    <message>
        <source>The worker {worker} has another vmx2xen than this: {there}, not {here}.</source>
        <translation>Der Worker {worker} hat ein anderes vmx2xen als dieses: {there}, nicht {here}.</translation>
    </message>
    <message>
        <source>Install the same version there. Nothing was begun by it.</source>
        <translation>Dort dieselbe Version installieren. Er hat nichts begonnen.</translation>
    </message>
    <message>
        <source>The workers that had {machine} were lost, again and again.</source>
        <translation>Die Worker, die {machine} hatten, gingen immer wieder verloren.</translation>
    </message>
    <message>
        <source>Look at their logs and their memory, and run the plan again: it goes on.</source>
        <translation>Ihre Protokolle und ihren Speicher ansehen und den Plan noch einmal ausführen: Es geht weiter.</translation>
    </message>
    <message>
        <source>The scheduler {address} is gone.</source>
        <translation>Der Scheduler {address} ist weg.</translation>
    </message>
    <message>
        <source>Start it and its workers, and run the same plan again: it goes on where it was.</source>
        <translation>Ihn und seine Worker starten und denselben Plan noch einmal ausführen: Es geht weiter, wo es war.</translation>
    </message>
    <message>
        <source>Wave {wave} is not complete, so the next one was not begun.</source>
        <translation>Welle {wave} ist nicht vollständig, darum wurde die nächste nicht begonnen.</translation>
    </message>
    <message>
        <source>Look at the report ({path}), put right what it names, and run the plan again.</source>
        <translation>Den Bericht ansehen ({path}), berichtigen, was er nennt, und den Plan noch einmal ausführen.</translation>
    </message>
    <message>
        <source>{path} does not take the results of the whole fleet: {needed} are needed at most, {free} are free.</source>
        <translation>{path} fasst die Ergebnisse der ganzen Flotte nicht: {needed} werden höchstens gebraucht, {free} sind frei.</translation>
    </message>
    <message>
        <source>Give some machines another “output”, or free some space before the last wave.</source>
        <translation>Einigen Maschinen ein anderes „output“ geben, oder vor der letzten Welle Platz schaffen.</translation>
    </message>
    <message>
        <source>No machine matches the rule {rule}.</source>
        <translation>Keine Maschine entspricht der Regel {rule}.</translation>
    </message>
    <message>
        <source>Check its patterns: all of them have to match, in any case.</source>
        <translation>Ihre Muster prüfen: Alle müssen passen, groß oder klein geschrieben.</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>das Ende fehlt</translation>
    </message>
    <message>
        <source>Write {name}</source>
        <translation>{name} schreiben</translation>
    </message>
    <message>
        <source>its description is not that of the configuration</source>
        <translation>die Beschreibung ist nicht die der Konfiguration</translation>
    </message>
    <message>
        <source>the checksum of {block} is another</source>
        <translation>die Prüfsumme von {block} ist eine andere</translation>
    </message>
    <message>
        <source>{name} is no block of its disks</source>
        <translation>{name} ist kein Block der Platten</translation>
    </message>
    <message>
        <source>a part of it is missing</source>
        <translation>ein Teil fehlt</translation>
    </message>
    <message>
        <source>its blocks are in another order</source>
        <translation>die Blöcke haben eine andere Reihenfolge</translation>
    </message>
    <message>
        <source>{image} is another: {reason}</source>
        <translation>{image} ist ein anderes: {reason}</translation>
    </message>
    <message>
        <source>{path} was made from {name}, the disk at {node}, and nothing names it: it was last written on {written}, {name} on {older}. It may hold all that was written since a snapshot.</source>
        <translation>{path} wurde aus {name}, der Platte an {node}, gemacht, und nichts nennt diese Datei: zuletzt geschrieben am {written}, {name} am {older}. Sie kann alles enthalten, was seit einem Snapshot geschrieben wurde.</translation>
    </message>
    <message>
        <source>{path} is not what would be packed now: {reason}.</source>
        <translation>{path} ist nicht, was jetzt gepackt würde: {reason}.</translation>
    </message>
    <message>
        <source>If images or configuration were changed since, or if its disk may be failing, pack it again: {do_pack}.</source>
        <translation>Falls Abbilder oder Konfiguration seither geändert wurden oder der Datenträger ausfällt, neu packen: {do_pack}.</translation>
    </message>
    <message>
        <source>{name} is written beside the configuration. A delivery (push) brings it and names it where it is then. Without one, copy it there: install -m 755 {name} {path}</source>
        <translation>{name} wird neben die Konfiguration geschrieben. Eine Lieferung (push) bringt es mit und nennt den Ort, an dem es dann ist. Ohne sie dorthin kopieren: install -m 755 {name} {path}</translation>
    </message>
    <message>
        <source>{guest} has a race in its driver for IDE disks: while much is installed it may hang, or fill the disk with logs.</source>
        <translation>{guest} hat einen zeitabhängigen Fehler im Treiber für IDE-Platten: Während viel installiert wird, kann der Gast hängen oder die Platte mit Protokollen füllen.</translation>
    </message>
    <message>
        <source>Install what is to be installed before converting: Xen has no switch for it (VirtualBox&apos;s manual, 11.2.3, describes it). If the disk fills, look for logs.</source>
        <translation>Vor der Konvertierung installieren, was zu installieren ist: Xen hat keinen Schalter dafür (VirtualBox-Handbuch, 11.2.3, beschreibt es). Füllt sich die Platte, nach Protokollen suchen.</translation>
    </message>
    <message>
        <source>The archive leaves has_vendor_device off: Windows Update does not bring PV drivers.</source>
        <translation>Das Archiv lässt has_vendor_device aus: Windows Update bringt keine PV-Treiber.</translation>
    </message>
    <message>
        <source>Install them in the guest. For those of Windows Update, before the first start: xe vm-param-set uuid=… has-vendor-device=true</source>
        <translation>Im Gast installieren. Für die von Windows Update vor dem ersten Start: xe vm-param-set uuid=… has-vendor-device=true</translation>
    </message>
    <message>
        <source>Look at the screen ({do_screenshot}), choose another HAL ({do_hal}), or have its drivers enabled ({do_storage}). The file that safe mode shows last (mup.sys, agp440.sys) is the last that was loaded, not the cause.</source>
        <translation>Den Bildschirm ansehen ({do_screenshot}), einen anderen HAL wählen ({do_hal}) oder die Treiber aktivieren lassen ({do_storage}). Die Datei, die der abgesicherte Modus zuletzt zeigt (mup.sys, agp440.sys), ist die zuletzt geladene, nicht die Ursache.</translation>
    </message>
    <message>
        <source>“Pack an XVA…” on the page of the result</source>
        <translation>„XVA packen …“ auf der Seite des Ergebnisses</translation>
    </message>
    <message>
        <source>Update {machine}</source>
        <translation>{machine} auf den Stand bringen</translation>
    </message>
    <message>
        <source>Update {image}</source>
        <translation>{image} auf den Stand bringen</translation>
    </message>
    <message>
        <source>{count} newer layers</source>
        <translation>{count} neuere Schichten</translation>
    </message>
    <message>
        <source>{path} cannot be brought up to date: the machine has no layer left that it was made of, or it was made by an older version.</source>
        <translation>{path} kann nicht auf den Stand gebracht werden: Die Maschine hat keine Schicht mehr, aus der es entstand, oder eine ältere Version hat es gemacht.</translation>
    </message>
    <message>
        <source>Convert the machine anew, into another folder. A second pass needs the snapshot that the first was made of.</source>
        <translation>Die Maschine neu konvertieren, in einen anderen Ordner. Ein zweiter Durchgang braucht den Snapshot, aus dem der erste entstand.</translation>
    </message>
    <message>
        <source>{path} was changed since it was made.</source>
        <translation>{path} wurde geändert, seit es entstand.</translation>
    </message>
    <message>
        <source>What was changed would be lost. Take it back ({do_undo}), or convert the machine anew.</source>
        <translation>Was geändert wurde, ginge verloren. Es zurücknehmen ({do_undo}) oder die Maschine neu konvertieren.</translation>
    </message>
    <message>
        <source>the settings in the card Xen</source>
        <translation>die Einstellungen auf der Karte Xen</translation>
    </message>
    <message>
        <source>{key} in the card Xen</source>
        <translation>{key} auf der Karte Xen</translation>
    </message>
    <message>
        <source>the network card in the card Xen</source>
        <translation>die Netzwerkkarte auf der Karte Xen</translation>
    </message>
    <message>
        <source>Networks in the card Xen</source>
        <translation>Netzwerke auf der Karte Xen</translation>
    </message>
    <message>
        <source>the network cards in the card Xen</source>
        <translation>die Netzwerkkarten auf der Karte Xen</translation>
    </message>
    <message>
        <source>{mib} MiB of memory in the card Xen</source>
        <translation>{mib} MiB Arbeitsspeicher auf der Karte Xen</translation>
    </message>
    <message>
        <source>Converting disables their services and drivers; their files stay. Outside of VMware they refuse to be removed: uninstall them in the guest before, if it still runs there.</source>
        <translation>Die Umwandlung schaltet ihre Dienste und Treiber ab; ihre Dateien bleiben. Außerhalb von VMware lassen sie sich nicht entfernen: vorher im Gast deinstallieren, falls er dort noch läuft.</translation>
    </message>
    <message>
        <source>{windows} is not tidied (services of VMware Tools, static addresses): {reason}</source>
        <translation>{windows} wird nicht aufgeräumt (Dienste der VMware Tools, feste Adressen): {reason}</translation>
    </message>
    <message>
        <source>It starts all the same. Disable the services in the guest, and set addresses there.</source>
        <translation>Es startet trotzdem. Die Dienste im Gast abschalten und Adressen dort setzen.</translation>
    </message>
    <message>
        <source>{name}, run once at the first start</source>
        <translation>{name}, läuft einmal beim ersten Start</translation>
    </message>
    <message>
        <source>runs the files, and removes itself</source>
        <translation>führt die Dateien aus und entfernt sich</translation>
    </message>
    <message>
        <source>it has more than {limit} bytes</source>
        <translation>sie hat mehr als {limit} Bytes</translation>
    </message>
    <message>
        <source>Windows runs {kinds}</source>
        <translation>Windows führt {kinds} aus</translation>
    </message>
    <message>
        <source>this Windows has no PowerShell</source>
        <translation>dieses Windows hat keine PowerShell</translation>
    </message>
    <message>
        <source>no Windows and no Linux is on the disks</source>
        <translation>auf den Laufwerken ist kein Windows und kein Linux</translation>
    </message>
    <message>
        <source>it is to be left as it is</source>
        <translation>er soll gelassen werden, wie er ist</translation>
    </message>
    <message>
        <source>Fixed address</source>
        <translation>Feste Adresse</translation>
    </message>
    <message>
        <source>The network card {card} of {windows} has the fixed address {address} (gateway {gateway}): under Xen it is another card to Windows.</source>
        <translation>Die Netzwerkkarte {card} von {windows} hat die feste Adresse {address} (Gateway {gateway}): unter Xen ist es für Windows eine andere Karte.</translation>
    </message>
    <message>
        <source>Converting has Windows set it again at its first start, where it is certain which card it is. Else type in the guest: netsh interface ip set address NAME static {command}</source>
        <translation>Die Umwandlung lässt Windows sie beim ersten Start wieder setzen, wenn sicher ist, welche Karte es ist. Sonst im Gast eingeben: netsh interface ip set address NAME static {command}</translation>
    </message>
    <message>
        <source>{name} cannot be run at the first start: {reason}.</source>
        <translation>{name} kann beim ersten Start nicht ausgeführt werden: {reason}.</translation>
    </message>
    <message>
        <source>Choose a file that the guest can run.</source>
        <translation>Eine Datei wählen, die der Gast ausführen kann.</translation>
    </message>
    <message>
        <source>The guest cannot be given commands for its first start: {reason}.</source>
        <translation>Der Gast kann keine Befehle für seinen ersten Start bekommen: {reason}.</translation>
    </message>
    <message>
        <source>Convert it without them ({do_no_firstboot}), and run them in the guest.</source>
        <translation>Ihn ohne sie umwandeln ({do_no_firstboot}) und sie im Gast ausführen.</translation>
    </message>
    <message>
        <source>on the command line</source>
        <translation>auf der Kommandozeile</translation>
    </message>
    <message>
        <source>{fitting}</source>
        <translation>{fitting}</translation>
    </message>
    <message>
        <source>the card Guest</source>
        <translation>die Karte Gast</translation>
    </message>
    <message>
        <source>without commands for the first start</source>
        <translation>ohne Befehle für den ersten Start</translation>
    </message>
    <message>
        <source>it names blocks beyond its end</source>
        <translation>es nennt Blöcke hinter seinem Ende</translation>
    </message>
    <message>
        <source>its counts of free blocks differ</source>
        <translation>seine Zahlen freier Blöcke widersprechen sich</translation>
    </message>
    <message>
        <source>files share blocks</source>
        <translation>Dateien teilen sich Blöcke</translation>
    </message>
    <message>
        <source>a file uses blocks that are marked as free</source>
        <translation>eine Datei benutzt Blöcke, die als frei markiert sind</translation>
    </message>
    <message>
        <source>its header contradicts itself</source>
        <translation>sein Kopf widerspricht sich</translation>
    </message>
    <message>
        <source>its header is of another kind</source>
        <translation>sein Kopf ist von anderer Art</translation>
    </message>
    <message>
        <source>it has features that are not known here</source>
        <translation>es hat Merkmale, die hier nicht bekannt sind</translation>
    </message>
    <message>
        <source>it was not shut down cleanly</source>
        <translation>es wurde nicht sauber geschlossen</translation>
    </message>
    <message>
        <source>the copies of its table differ</source>
        <translation>die Kopien seiner Tabelle unterscheiden sich</translation>
    </message>
    <message>
        <source>a chain leads out of it</source>
        <translation>eine Kette führt hinaus</translation>
    </message>
    <message>
        <source>its folders are a loop</source>
        <translation>seine Ordner bilden eine Schleife</translation>
    </message>
    <message>
        <source>a system on it is hibernated</source>
        <translation>ein System darauf ist im Ruhezustand</translation>
    </message>
    <message>
        <source>the disk is a dynamic one</source>
        <translation>die Platte ist eine dynamische</translation>
    </message>
    <message>
        <source>the table of partitions is damaged</source>
        <translation>die Partitionstabelle ist beschädigt</translation>
    </message>
    <message>
        <source>partitions overlap</source>
        <translation>Partitionen überlappen sich</translation>
    </message>
    <message>
        <source>its logical volume is not a simple one</source>
        <translation>sein logisches Volume ist kein einfaches</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>es ist beschädigt</translation>
    </message>
    <message>
        <source>its kind is not known here</source>
        <translation>seine Art ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>the volume group reaches over several disks</source>
        <translation>die Volume-Gruppe reicht über mehrere Platten</translation>
    </message>
    <message>
        <source>not all of its logical volumes are linear</source>
        <translation>nicht alle seine logischen Volumes sind linear</translation>
    </message>
    <message>
        <source>a record of its table of files is damaged</source>
        <translation>ein Eintrag seiner Dateitabelle ist beschädigt</translation>
    </message>
    <message>
        <source>it is larger than its partition</source>
        <translation>es ist größer als seine Partition</translation>
    </message>
    <message>
        <source>shadow copies need what was deleted</source>
        <translation>Schattenkopien brauchen, was gelöscht wurde</translation>
    </message>
    <message>
        <source>it has no {path}</source>
        <translation>es hat kein {path}</translation>
    </message>
    <message>
        <source>its free space overlaps itself</source>
        <translation>sein freier Platz überlappt sich selbst</translation>
    </message>
    <message>
        <source>its bitmap is too short</source>
        <translation>seine Bitmap ist zu kurz</translation>
    </message>
    <message>
        <source>its trees of free space differ</source>
        <translation>seine Bäume des freien Platzes unterscheiden sich</translation>
    </message>
    <message>
        <source>the header of a group is damaged</source>
        <translation>der Kopf einer Gruppe ist beschädigt</translation>
    </message>
    <message>
        <source>a tree of a group is damaged</source>
        <translation>ein Baum einer Gruppe ist beschädigt</translation>
    </message>
    <message>
        <source>an inode is damaged</source>
        <translation>ein Inode ist beschädigt</translation>
    </message>
    <message>
        <source>it has to be repaired</source>
        <translation>es muss repariert werden</translation>
    </message>
    <message>
        <source>its log is elsewhere</source>
        <translation>sein Journal ist anderswo</translation>
    </message>
    <message>
        <source>Of the disk at {slot}, free blocks of {name} ({kind}) are copied like all others: {reason}.</source>
        <translation>Von der Platte an {slot} werden freie Blöcke von {name} ({kind}) wie alle anderen kopiert: {reason}.</translation>
    </message>
    <message>
        <source>Nothing to do: the image is larger, and right. To have them left out, shut the guest down (not hibernate), and let it check its file systems.</source>
        <translation>Nichts zu tun: Das Abbild ist größer, und richtig. Damit sie weggelassen werden, den Gast herunterfahren (nicht in den Ruhezustand) und ihn seine Dateisysteme prüfen lassen.</translation>
    </message>
    <message>
        <source>Of the disk at {slot}, {saved} in free blocks of file systems are left out: deleted files cannot be recovered from the image.</source>
        <translation>Von der Platte an {slot} werden {saved} in freien Blöcken von Dateisystemen weggelassen: Gelöschte Dateien lassen sich aus dem Abbild nicht wiederherstellen.</translation>
    </message>
    <message>
        <source>Keep the machine of VMware until nothing is missed, or copy them too ({do_keep_free}).</source>
        <translation>Die Maschine von VMware behalten, bis nichts vermisst wird, oder sie mitkopieren ({do_keep_free}).</translation>
    </message>
    <message>
        <source>Of the disk at {slot}, free blocks are copied like all others: which ones are free could not be found out ({reason}).</source>
        <translation>Von der Platte an {slot} werden freie Blöcke wie alle anderen kopiert: Welche frei sind, ließ sich nicht herausfinden ({reason}).</translation>
    </message>
    <message>
        <source>Nothing to do: the image is larger, and right.</source>
        <translation>Nichts zu tun: Das Abbild ist größer, und richtig.</translation>
    </message>
    <message>
        <source>Free blocks: copy them too</source>
        <translation>Freie Blöcke: mitkopieren</translation>
    </message>
    <message>
        <source>The machine {name} runs on its host.</source>
        <translation>Die Maschine {name} läuft auf ihrem Host.</translation>
    </message>
    <message>
        <source>{host} does not answer as an ESXi host does: {reason}.</source>
        <translation>{host} antwortet nicht wie ein ESXi-Host: {reason}.</translation>
    </message>
    <message>
        <source>Check the name, the port and the network.</source>
        <translation>Name, Port und Netz prüfen.</translation>
    </message>
    <message>
        <source>{host} is not known here. It shows the certificate {fingerprint} (SHA-256).</source>
        <translation>{host} ist hier nicht bekannt. Er zeigt das Zertifikat {fingerprint} (SHA-256).</translation>
    </message>
    <message>
        <source>Compare that with what the console of the host shows (Support Information), and agree to it: {do_trust_host}.</source>
        <translation>Es mit dem vergleichen, was die Konsole des Hosts zeigt (Support Information), und zustimmen: {do_trust_host}.</translation>
    </message>
    <message>
        <source>{host} shows the certificate {fingerprint}, and not {known} as it did before.</source>
        <translation>{host} zeigt das Zertifikat {fingerprint} und nicht wie bisher {known}.</translation>
    </message>
    <message>
        <source>If the host was set up anew, compare it with what its console shows and agree to it: {do_trust_host}. Otherwise somebody is in between.</source>
        <translation>Wurde der Host neu eingerichtet, es mit dem vergleichen, was seine Konsole zeigt, und zustimmen: {do_trust_host}. Sonst ist jemand dazwischen.</translation>
    </message>
    <message>
        <source>Nobody knows the password of {account}.</source>
        <translation>Niemand kennt das Passwort von {account}.</translation>
    </message>
    <message>
        <source>The password of {account} cannot be kept in the keyring: {reason}.</source>
        <translation>Das Passwort von {account} kann nicht im Schlüsselbund bleiben: {reason}.</translation>
    </message>
    <message>
        <source>It is used until the program ends. Unlock the keyring, or install one.</source>
        <translation>Es gilt, bis das Programm endet. Den Schlüsselbund entsperren oder einen installieren.</translation>
    </message>
    <message>
        <source>{host} refuses what it is asked for: {reason}.</source>
        <translation>{host} lehnt ab, worum er gebeten wird: {reason}.</translation>
    </message>
    <message>
        <source>Look at the rights of the user there; a free licence of ESXi gives reading alone.</source>
        <translation>Die Rechte des Benutzers dort ansehen; eine freie Lizenz von ESXi erlaubt nur das Lesen.</translation>
    </message>
    <message>
        <source>{account} cannot log in.</source>
        <translation>{account} kann sich nicht anmelden.</translation>
    </message>
    <message>
        <source>{host} has no machine {name}, or several. It has: {known}.</source>
        <translation>{host} hat keine Maschine {name} oder mehrere. Er hat: {known}.</translation>
    </message>
    <message>
        <source>Name it as the host does, or by its file: esxi://user@host/vmfs/volumes/…/vm.vmx.</source>
        <translation>Sie so nennen wie der Host oder mit ihrer Datei: esxi://user@host/vmfs/volumes/…/vm.vmx.</translation>
    </message>
    <message>
        <source>“Trust this host”</source>
        <translation>„Diesem Host vertrauen“</translation>
    </message>
    <message>
        <source>Check the name, the network, and that an SSH server runs there: ssh {typed}</source>
        <translation>Den Namen und das Netz prüfen, und ob dort ein SSH-Server läuft: ssh {typed}</translation>
    </message>
    <message>
        <source>Compare its key with the one its administrator names, and accept it once: ssh {typed}</source>
        <translation>Seinen Schlüssel mit dem vergleichen, den sein Verwalter nennt, und ihn einmal annehmen: ssh {typed}</translation>
    </message>
    <message>
        <source>it has no HAL and no kernel of Windows 2000, XP or 2003</source>
        <translation>es hat keine HAL und keinen Kernel von Windows 2000, XP oder 2003</translation>
    </message>
    <message>
        <source>it is of version {own}, Windows of {wanted}</source>
        <translation>es hat Version {own}, Windows hat {wanted}</translation>
    </message>
    <message>
        <source>it is of language {own}, Windows of {wanted}</source>
        <translation>es hat Sprache {own}, Windows hat {wanted}</translation>
    </message>
    <message>
        <source>Name the installation media of that service pack ({do_media}), or copy it from there to {root}\i386 in the guest.</source>
        <translation>Das Installationsmedium dieses Service Packs nennen ({do_media}), oder sie von dort nach {root}\i386 im Gast kopieren.</translation>
    </message>
    <message>
        <source>Name the installation media ({do_media}), copy them from there to {root}\system32\drivers in the guest, or convert it as it is ({do_keep_guest}).</source>
        <translation>Das Installationsmedium nennen ({do_media}), sie von dort nach {root}\system32\drivers im Gast kopieren, oder ihn umwandeln, wie er ist ({do_keep_guest}).</translation>
    </message>
    <message>
        <source>{name} is no installation medium for this Windows: {reason}.</source>
        <translation>{name} ist kein Installationsmedium für dieses Windows: {reason}.</translation>
    </message>
    <message>
        <source>Name one of its language and service pack ({do_media}), or a CD that the service pack was put onto.</source>
        <translation>Eines seiner Sprache und seines Service Packs nennen ({do_media}), oder eine CD, in die das Service Pack eingearbeitet ist.</translation>
    </message>
    <message>
        <source>“Choose the Windows CD…”</source>
        <translation>„Windows-CD wählen…“</translation>
    </message>
    <message>
        <source>The configuration expects the images in {folder} on the server.</source>
        <translation>Die Konfiguration erwartet die Abbilder auf dem Server in {folder}.</translation>
    </message>
    <message>
        <source>Copy them there, send them with vmx2xen, or name another folder ({do_set_images}).</source>
        <translation>Sie dorthin kopieren, mit vmx2xen senden oder einen anderen Ordner nennen ({do_set_images}).</translation>
    </message>
    <message>
        <source>on Debian: apt install {package}</source>
        <translation>unter Debian: apt install {package}</translation>
    </message>
    <message>
        <source>with Homebrew: brew install {package}</source>
        <translation>mit Homebrew: brew install {package}</translation>
    </message>
    <message>
        <source>it comes with vmx2xen, so install that again</source>
        <translation>sie gehört zu vmx2xen, also dieses neu installieren</translation>
    </message>
    <message>
        <source>in the settings of Windows, under optional features: OpenSSH Client</source>
        <translation>in den Einstellungen von Windows unter den optionalen Features: OpenSSH-Client</translation>
    </message>
    <message>
        <source>from {place}, with its folder in PATH</source>
        <translation>von {place}, mit seinem Ordner in PATH</translation>
    </message>
    <message>
        <source>Install it ({how}). Without it guests cannot be changed on this computer; looking into them and converting work.</source>
        <translation>Installieren ({how}). Ohne sie können Gäste auf diesem Rechner nicht geändert werden; Hineinsehen und Konvertieren funktionieren.</translation>
    </message>
    <message>
        <source>Install it ({how}).</source>
        <translation>Es installieren ({how}).</translation>
    </message>
    <message>
        <source>{machine}: from VMware to Xen</source>
        <translation>{machine}: von VMware zu Xen</translation>
    </message>
    <message>
        <source>Every image was read back and compared before it got its name.</source>
        <translation>Jedes Abbild wurde zurückgelesen und verglichen, bevor es seinen Namen bekam.</translation>
    </message>
    <message>
        <source>Made by vmx2xen {version}. The digests are those of the manifest; “vmx2xen verify” compares the images with them.</source>
        <translation>Erstellt von vmx2xen {version}. Die Prüfsummen sind die des Manifests; „vmx2xen verify“ vergleicht die Abbilder damit.</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>unchanged since it was written</source>
        <translation>unverändert, seit es geschrieben wurde</translation>
    </message>
    <message>
        <source>of an older version</source>
        <translation>von einer älteren Version</translation>
    </message>
    <message>
        <source>The machine</source>
        <translation>Die Maschine</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Konvertiert</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>Certified by</source>
        <translation>Bestätigt von</translation>
    </message>
    <message>
        <source>Certified</source>
        <translation>Bestätigt am</translation>
    </message>
    <message>
        <source>Image {name}</source>
        <translation>Abbild {name}</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>Entstanden aus</translation>
    </message>
    <message>
        <source>Digest ({kind})</source>
        <translation>Prüfsumme ({kind})</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Place on the server</source>
        <translation>Ort auf dem Server</translation>
    </message>
    <message>
        <source>Nothing was changed in the guest.</source>
        <translation>Im Gast wurde nichts geändert.</translation>
    </message>
    <message>
        <source>It can be taken back, to the byte.</source>
        <translation>Es lässt sich zurücknehmen, auf das Byte genau.</translation>
    </message>
    <message>
        <source>It cannot be taken back.</source>
        <translation>Es lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>So that the guest starts from Xen&apos;s disks, with the HAL that was chosen.</source>
        <translation>Damit der Gast von Xens Platten startet, mit der gewählten HAL.</translation>
    </message>
    <message>
        <source>{count} changes in the guest</source>
        <translation>{count} Änderungen im Gast</translation>
    </message>
    <message>
        <source>content ID {cid}</source>
        <translation>Inhalts-ID {cid}</translation>
    </message>
    <message>
        <source>It cannot be read: {reason}</source>
        <translation>Sie ist nicht zu lesen: {reason}</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>As it was written by the conversion.</source>
        <translation>Wie sie bei der Umwandlung geschrieben wurde.</translation>
    </message>
    <message>
        <source>It was changed by hand since it was written.</source>
        <translation>Seither wurde sie von Hand geändert.</translation>
    </message>
    <message>
        <source>Configuration {name}</source>
        <translation>Konfiguration {name}</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Nothing that needs attention.</source>
        <translation>Nichts, was Aufmerksamkeit braucht.</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Remedy</source>
        <translation>Abhilfe</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>Was probiert wurde</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Abbilder</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Was gesendet wurde</translation>
    </message>
    <message>
        <source>a pool keeps the configuration by itself</source>
        <translation>ein Pool bewahrt die Konfiguration selbst auf</translation>
    </message>
    <message>
        <source>it is not of the form xapi://user@host</source>
        <translation>sie hat nicht die Form xapi://user@host</translation>
    </message>
    <message>
        <source>it leads from one host to another</source>
        <translation>er leitet von einem Host zum nächsten</translation>
    </message>
    <message>
        <source>HTTP status {status}</source>
        <translation>HTTP-Status {status}</translation>
    </message>
    <message>
        <source>it leads to {host}, which is none of its hosts</source>
        <translation>er leitet zu {host}, und das ist keiner seiner Hosts</translation>
    </message>
    <message>
        <source>{machine} is in the pool, each block checked there as it came</source>
        <translation>{machine} ist im Pool, jeder Block wurde dort bei der Ankunft geprüft</translation>
    </message>
    <message>
        <source>Import {machine}</source>
        <translation>{machine} importieren</translation>
    </message>
    <message>
        <source>its disks have {found} bytes, not {wanted}</source>
        <translation>ihre Platten haben {found} Bytes, nicht {wanted}</translation>
    </message>
    <message>
        <source>The pool {host} cannot be used: {reason}.</source>
        <translation>Der Pool {host} ist nicht nutzbar: {reason}.</translation>
    </message>
    <message>
        <source>Check the name, the network, and that its coordinator runs.</source>
        <translation>Den Namen und das Netz prüfen, und ob sein Koordinator läuft.</translation>
    </message>
    <message>
        <source>The certificate of {host} was not seen before. Its SHA-256 is {digest}.</source>
        <translation>Das Zertifikat von {host} ist neu. Sein SHA-256 ist {digest}.</translation>
    </message>
    <message>
        <source>Compare it with what the server itself says (openssl x509 -fingerprint -sha256 -noout -in /etc/xensource/xapi-ssl.pem), and agree to it once ({do_certificate}).</source>
        <translation>Es mit dem vergleichen, was der Server selbst sagt (openssl x509 -fingerprint -sha256 -noout -in /etc/xensource/xapi-ssl.pem), und ihm einmal zustimmen ({do_certificate}).</translation>
    </message>
    <message>
        <source>{host} shows another certificate than before: SHA-256 {digest}, not {before}.</source>
        <translation>{host} zeigt ein anderes Zertifikat als früher: SHA-256 {digest}, nicht {before}.</translation>
    </message>
    <message>
        <source>Somebody may be in between. If it was renewed, compare it with what the server itself says, and agree to it ({do_certificate}).</source>
        <translation>Es kann jemand dazwischen sein. Wenn es erneuert wurde: mit dem vergleichen, was der Server selbst sagt, und ihm zustimmen ({do_certificate}).</translation>
    </message>
    <message>
        <source>{host} does not let {user} in: there is no password, or it is another one.</source>
        <translation>{host} lässt {user} nicht ein: Es gibt kein Passwort, oder es ist ein anderes.</translation>
    </message>
    <message>
        <source>Put it into the system&apos;s keyring (keyring set &apos;vmx2xen xapi://{host}&apos; {user}), or type it when it is asked for.</source>
        <translation>Es in den Schlüsselbund des Systems legen (keyring set &apos;vmx2xen xapi://{host}&apos; {user}), oder es auf die Frage hin eingeben.</translation>
    </message>
    <message>
        <source>It is not clear which storage of {host} takes the disks. There are: {known}.</source>
        <translation>Es ist nicht klar, welcher Speicher von {host} die Platten aufnimmt. Es gibt: {known}.</translation>
    </message>
    <message>
        <source>Name one ({do_storage_repository}).</source>
        <translation>Einen nennen ({do_storage_repository}).</translation>
    </message>
    <message>
        <source>{host} has no network {network}, or more than one. There are: {known}.</source>
        <translation>{host} hat kein Netz {network}, oder mehrere. Es gibt: {known}.</translation>
    </message>
    <message>
        <source>Say which one a bridge of the configuration means ({do_pool_network}).</source>
        <translation>Sagen, welches mit einer Bridge der Konfiguration gemeint ist ({do_pool_network}).</translation>
    </message>
    <message>
        <source>There is not enough room in the storage {storage}: {needed} are needed, {free} are free.</source>
        <translation>Im Speicher {storage} ist nicht genug Platz: {needed} werden gebraucht, {free} sind frei.</translation>
    </message>
    <message>
        <source>Free some space there, or name another storage ({do_storage_repository}).</source>
        <translation>Dort Platz schaffen, oder einen anderen Speicher nennen ({do_storage_repository}).</translation>
    </message>
    <message>
        <source>{host} refuses the import: {reason}.</source>
        <translation>{host} lehnt den Import ab: {reason}.</translation>
    </message>
    <message>
        <source>Nothing was left there. The log of the server (/var/log/xensource.log) says more.</source>
        <translation>Dort blieb nichts zurück. Das Protokoll des Servers (/var/log/xensource.log) sagt mehr.</translation>
    </message>
    <message>
        <source>{host} has this machine already: {name} ({uuid}).</source>
        <translation>{host} hat diese Maschine schon: {name} ({uuid}).</translation>
    </message>
    <message>
        <source>Remove it there, or give the new one another UUID ({do_set}).</source>
        <translation>Sie dort entfernen, oder der neuen eine andere UUID geben ({do_set}).</translation>
    </message>
    <message>
        <source>What {host} has made of the machine is not what was sent: {reason}.</source>
        <translation>Was {host} aus der Maschine gemacht hat, ist nicht, was gesendet wurde: {reason}.</translation>
    </message>
    <message>
        <source>It was removed again. Please report it, with the versions of both sides.</source>
        <translation>Es wurde wieder entfernt. Bitte melden, mit den Versionen beider Seiten.</translation>
    </message>
    <message>
        <source>{windows} knows its drive {letter} by the signature of another disk: it may give the letter to something else, and let nobody log on.</source>
        <translation>{windows} kennt sein Laufwerk {letter} unter der Signatur eines anderen Laufwerks: es könnte den Buchstaben anders vergeben und niemanden anmelden.</translation>
    </message>
    <message>
        <source>{windows} has no driver for NVMe disks, which XCP-ng shows to guests with UEFI.</source>
        <translation>{windows} hat keinen Treiber für NVMe-Laufwerke, die XCP-ng Gästen mit UEFI zeigt.</translation>
    </message>
    <message>
        <source>Install one in the guest before, or use a Xen that shows it IDE or AHCI disks.</source>
        <translation>Vorher einen im Gast installieren, oder ein Xen nehmen, das ihm IDE- oder AHCI-Laufwerke zeigt.</translation>
    </message>
    <message>
        <source>The EFI system partition {number} has no \EFI\BOOT\BOOTX64.EFI. Xen&apos;s firmware does not know VMware&apos;s boot entries: it starts only that.</source>
        <translation>Die EFI-Systempartition {number} hat kein \EFI\BOOT\BOOTX64.EFI. Xens Firmware kennt VMwares Starteinträge nicht: sie startet nur das.</translation>
    </message>
    <message>
        <source>{name} is not under way</source>
        <translation>{name} ist nicht in Arbeit</translation>
    </message>
    <message>
        <source>it was stopped</source>
        <translation>er wurde angehalten</translation>
    </message>
    <message>
        <source>a hook is a text, or a list of texts</source>
        <translation>ein Hook ist ein Text oder eine Liste von Texten</translation>
    </message>
    <message>
        <source>The hook {hook} has failed: {reason}.</source>
        <translation>Der Hook {hook} ist gescheitert: {reason}.</translation>
    </message>
    <message>
        <source>Nothing was begun. The log has what it said; it is named in {path}.</source>
        <translation>Es wurde nichts begonnen. Was er sagte, steht im Protokoll; genannt ist er in {path}.</translation>
    </message>
    <message>
        <source>What it follows is done. The log has what it said; it is named in {path}.</source>
        <translation>Wonach er kommt, ist getan. Was er sagte, steht im Protokoll; genannt ist er in {path}.</translation>
    </message>
    <message>
        <source>{path} would have {size}, and no file on {kind} has more than 4 GiB.</source>
        <translation>{path} hätte {size}, und keine Datei auf {kind} hat mehr als 4 GiB.</translation>
    </message>
    <message>
        <source>Choose a folder on another file system, such as NTFS, exFAT, APFS or ext4.</source>
        <translation>Einen Ordner auf einem anderen Dateisystem wählen, etwa NTFS, exFAT, APFS oder ext4.</translation>
    </message>
    <message>
        <source>Have it asked for ({do_log_in}), or put it into the keyring: keyring set vmx2xen {account}.</source>
        <translation>Es abfragen lassen ({do_log_in}) oder in den Schlüsselbund legen: keyring set vmx2xen {account}.</translation>
    </message>
    <message>
        <source>“Open from a host…”</source>
        <translation>„Von einem Host öffnen …“</translation>
    </message>
    <message>
        <source>Shut it down, or convert a snapshot of it while it runs: one that is there ({do_snapshot}), or one that is taken now and removed after ({do_take_snapshot}).</source>
        <translation>Sie herunterfahren oder einen Snapshot von ihr konvertieren, während sie läuft: einen, den es gibt ({do_snapshot}), oder einen, der jetzt gemacht und danach entfernt wird ({do_take_snapshot}).</translation>
    </message>
    <message>
        <source>The machine {name} has a snapshot called {snapshot} already.</source>
        <translation>Die Maschine {name} hat schon einen Snapshot namens {snapshot}.</translation>
    </message>
    <message>
        <source>If no conversion needs it, remove it ({do_drop_snapshot}), or in VMware.</source>
        <translation>Braucht ihn keine Konvertierung, ihn entfernen ({do_drop_snapshot}), oder in VMware.</translation>
    </message>
    <message>
        <source>No snapshot can be taken of {path}: only an ESXi host or a vCenter can be asked for one.</source>
        <translation>Von {path} kann kein Snapshot gemacht werden: Nur ein ESXi-Host oder ein vCenter kann darum gebeten werden.</translation>
    </message>
    <message>
        <source>Name the machine as esxi://user@host/NAME, or take a snapshot in VMware.</source>
        <translation>Die Maschine als esxi://user@host/NAME nennen oder in VMware einen Snapshot machen.</translation>
    </message>
    <message>
        <source>A snapshot that was taken of {name} for a conversion is still there.</source>
        <translation>Ein Snapshot, der von {name} für eine Konvertierung gemacht wurde, ist noch da.</translation>
    </message>
    <message>
        <source>Configure {machine}</source>
        <translation>{machine} konfigurieren</translation>
    </message>
    <message>
        <source>The configuration is written again</source>
        <translation>Die Konfiguration ist neu geschrieben</translation>
    </message>
    <message>
        <source>The configuration in {path} was changed by hand, and not all of that is a setting: the rest would be lost.</source>
        <translation>Die Konfiguration in {path} wurde von Hand geändert, und nicht alles davon ist eine Einstellung: der Rest ginge verloren.</translation>
    </message>
    <message>
        <source>Change it by hand too, or agree to lose the rest ({do_agree}).</source>
        <translation>Auch das von Hand ändern, oder zustimmen, dass der Rest verloren geht ({do_agree}).</translation>
    </message>
    <message>
        <source>It has no registry.</source>
        <translation>Er hat keine Registrierung.</translation>
    </message>
    <message>
        <source>There is a Windows in {root} on partition {number} that cannot be read: {reason}</source>
        <translation>In {root} auf Partition {number} ist ein Windows, das nicht gelesen werden kann: {reason}</translation>
    </message>
    <message>
        <source>{reason}; it shows {keys}</source>
        <translation>{reason}; er zeigt {keys}</translation>
    </message>
    <message>
        <source>Allow virtualization in the firmware; on Linux be a member of the group kvm, on Windows turn the Windows Hypervisor Platform on. Or emulate ({do_emulate}).</source>
        <translation>Virtualisierung in der Firmware erlauben; unter Linux Mitglied der Gruppe kvm sein, unter Windows die Windows-Hypervisor-Plattform einschalten. Oder emulieren ({do_emulate}).</translation>
    </message>
    <message>
        <source>Disk bus</source>
        <translation>Plattenbus</translation>
    </message>
    <message>
        <source>The processor&apos;s own virtualization ({accelerator}) cannot be used: {reason}.</source>
        <translation>Die Virtualisierung des Prozessors ({accelerator}) ist nicht zu benutzen: {reason}.</translation>
    </message>
    <message>
        <source>Run by</source>
        <translation>Ausgeführt von</translation>
    </message>
    <message>
        <source>Look at the screen ({do_screenshot}): it names the stop code. That is often a driver for the disk that is not started: have it enabled ({do_storage}).</source>
        <translation>Den Bildschirm ansehen ({do_screenshot}): er nennt den STOP-Code. Oft wird ein Treiber für die Platte nicht gestartet: ihn einschalten lassen ({do_storage}).</translation>
    </message>
    <message>
        <source>this computer does not offer it</source>
        <translation>dieser Computer bietet sie nicht an</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>Firmware</translation>
    </message>
    <message>
        <source>Windows stops with its screen “{text}”, but the name of the stop code could not be read.</source>
        <translation>Windows bleibt mit seinem Bildschirm „{text}“ stehen, der Name des STOP-Codes war aber nicht zu lesen.</translation>
    </message>
    <message>
        <source>Export it again as OVF without compression or chunks, or import it into VMware first. What is only an odd archive can be unpacked, and opened in its folder.</source>
        <translation>Als OVF ohne Kompression und ohne Stückelung neu exportieren, oder zuerst in VMware importieren. Was nur ein seltsames Archiv ist, kann entpackt und im Ordner geöffnet werden.</translation>
    </message>
    <message>
        <source>its directory is too large</source>
        <translation>das Verzeichnis darin ist zu groß</translation>
    </message>
    <message>
        <source>{path} cannot be opened as an appliance or archive: {reason}.</source>
        <translation>{path} kann nicht als Appliance oder Archiv geöffnet werden: {reason}.</translation>
    </message>
    <message>
        <source>it has no machine in it (.ovf or .vmx)</source>
        <translation>es ist keine Maschine darin (.ovf oder .vmx)</translation>
    </message>
    <message>
        <source>its member {name} is a folder too</source>
        <translation>darin ist {name} zugleich ein Ordner</translation>
    </message>
    <message>
        <source>its member {name} is compressed in a rare way</source>
        <translation>darin ist {name} auf seltene Weise komprimiert</translation>
    </message>
    <message>
        <source>{path} is encrypted: its member {name} takes a password.</source>
        <translation>{path} ist verschlüsselt: für {name} darin braucht es ein Passwort.</translation>
    </message>
    <message>
        <source>its member {name} lies over another</source>
        <translation>darin liegt {name} über einer anderen Datei</translation>
    </message>
    <message>
        <source>it is no ZIP archive, or damaged</source>
        <translation>es ist kein ZIP-Archiv, oder beschädigt</translation>
    </message>
    <message>
        <source>{path} is an archive of files, and not called as one.</source>
        <translation>{path} ist ein Archiv von Dateien und heißt nicht so.</translation>
    </message>
    <message>
        <source>its member {name} is described twice, and not alike</source>
        <translation>darin ist {name} zweimal beschrieben, und nicht gleich</translation>
    </message>
    <message>
        <source>it is no archive, or holds no files</source>
        <translation>es ist kein Archiv, oder ohne Dateien</translation>
    </message>
    <message>
        <source>Give it the ending of its kind, and open it again: {command}</source>
        <translation>Die passende Endung geben und noch einmal öffnen: {command}</translation>
    </message>
    <message>
        <source>a member cannot be inflated, or is not what its directory says</source>
        <translation>eine Datei darin lässt sich nicht entpacken, oder ist nicht, was das Verzeichnis sagt</translation>
    </message>
    <message>
        <source>several installers are in it, name one of them: {names}</source>
        <translation>mehrere Installationsprogramme sind darin, eines davon nennen: {names}</translation>
    </message>
    <message>
        <source>{name} cannot be put in as Xen&apos;s PV drivers: {reason}.</source>
        <translation>{name} kann nicht als PV-Treiber von Xen hineingelegt werden: {reason}.</translation>
    </message>
    <message>
        <source>long names cannot be written on {kind}</source>
        <translation>lange Namen können auf {kind} nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Xen&apos;s PV drivers</source>
        <translation>PV-Treiber von Xen</translation>
    </message>
    <message>
        <source>no Windows is on the disks</source>
        <translation>auf den Platten ist kein Windows</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>no driver of Xen&apos;s for {processor} is in it, and no .msi</source>
        <translation>weder ein Treiber von Xen für {processor} noch eine .msi ist darin</translation>
    </message>
    <message>
        <source>Name a folder or an ISO image with drivers for this Windows, or an .msi, or convert it without ({do_no_pvdrivers}) and install them in the guest.</source>
        <translation>Einen Ordner oder ein ISO-Abbild mit Treibern für dieses Windows nennen, oder eine .msi; oder ohne konvertieren ({do_no_pvdrivers}) und sie im Gast installieren.</translation>
    </message>
    <message>
        <source>{images} on {server}, where {name} runs</source>
        <translation>{images} auf {server}, wo {name} läuft</translation>
    </message>
    <message>
        <source>Shut another domain down, give dom0 less (xl mem-set 0), or give this one less ({do_set_less}). To see what xl says: {command}</source>
        <translation>Eine andere Domäne herunterfahren, dom0 weniger geben (xl mem-set 0) oder dieser weniger geben ({do_set_less}). Was xl dazu sagt: {command}</translation>
    </message>
    <message>
        <source>Give this one another name ({do_set_name}), or remove the other, which loses what it has not saved: {command}</source>
        <translation>Dieser einen anderen Namen geben ({do_set_name}) oder die andere entfernen, wobei verloren geht, was sie nicht gespeichert hat: {command}</translation>
    </message>
    <message>
        <source>Send it first.</source>
        <translation>Zuerst senden.</translation>
    </message>
    <message>
        <source>Log in as root (root@host), on a server that was started with Xen: xl info says whether it was.</source>
        <translation>Als root anmelden (root@host), auf einem Server, der mit Xen gestartet wurde: xl info sagt, ob er es wurde.</translation>
    </message>
    <message>
        <source>it has shut down</source>
        <translation>sie ist heruntergefahren</translation>
    </message>
    <message>
        <source>it is paused</source>
        <translation>sie ist angehalten</translation>
    </message>
    <message>
        <source>Its logs are in /var/log/xen there: xl-{name}.log and qemu-dm-{name}.log. Try it here as well ({do_try}), where its screen is to be seen.</source>
        <translation>Seine Protokolle sind dort in /var/log/xen: xl-{name}.log und qemu-dm-{name}.log. Auch hier versuchen ({do_try}), wo der Bildschirm zu sehen ist.</translation>
    </message>
    <message>
        <source>Make the bridge there, or name one that there is ({do_set_bridges}) and send it again. To see what xl says: {command}</source>
        <translation>Die Bridge dort anlegen oder eine nennen, die es gibt ({do_set_bridges}), und noch einmal senden. Was xl dazu sagt: {command}</translation>
    </message>
    <message>
        <source>{name} runs on {server}</source>
        <translation>{name} läuft auf {server}</translation>
    </message>
    <message>
        <source>it is being removed</source>
        <translation>sie wird gerade entfernt</translation>
    </message>
    <message>
        <source>it has crashed</source>
        <translation>sie ist abgestürzt</translation>
    </message>
    <message>
        <source>Send {machine} to {target} and start it</source>
        <translation>{machine} zu {target} senden und dort starten</translation>
    </message>
    <message>
        <source>{host} has a domain {name} already, and it is another one, or does not run.</source>
        <translation>{host} hat schon eine Domäne {name}, und sie ist eine andere oder läuft nicht.</translation>
    </message>
    <message>
        <source>{name} was started on {host} and does not run: {reason}.</source>
        <translation>{name} wurde auf {host} gestartet und läuft nicht: {reason}.</translation>
    </message>
    <message>
        <source>Start {machine} on {host}</source>
        <translation>{machine} auf {host} starten</translation>
    </message>
    <message>
        <source>{host} has not enough memory for {name}: {reason}.</source>
        <translation>{host} hat nicht genug Arbeitsspeicher für {name}: {reason}.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Computer</translation>
    </message>
    <message>
        <source>xl cannot start {name} on {host}: {reason}.</source>
        <translation>xl kann {name} auf {host} nicht starten: {reason}.</translation>
    </message>
    <message>
        <source>xl does not work on {host}: {reason}.</source>
        <translation>xl arbeitet auf {host} nicht: {reason}.</translation>
    </message>
    <message>
        <source>A file that {name} needs cannot be opened on {host}: {reason}.</source>
        <translation>Eine Datei, die {name} braucht, lässt sich auf {host} nicht öffnen: {reason}.</translation>
    </message>
    <message>
        <source>Look whether it is where the configuration names it, and send it again if it is gone. To see what xl says: {command}</source>
        <translation>Nachsehen, ob sie dort ist, wo die Konfiguration sie nennt, und noch einmal senden, wenn sie fehlt. Was xl dazu sagt: {command}</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Versuchen</translation>
    </message>
    <message>
        <source>To open its console</source>
        <translation>Zum Öffnen der Konsole</translation>
    </message>
    <message>
        <source>a pool is told by xe what to start</source>
        <translation>einem Pool sagt xe, was er starten soll</translation>
    </message>
    <message>
        <source>The network of {name} cannot be made on {host}: {reason}.</source>
        <translation>Das Netz von {name} kann auf {host} nicht eingerichtet werden: {reason}.</translation>
    </message>
    <message>
        <source>the memory in the card Xen</source>
        <translation>der Arbeitsspeicher in der Karte Xen</translation>
    </message>
    <message>
        <source>{name} was not sent to a server yet, so there is nothing to start.</source>
        <translation>{name} wurde noch an keinen Server gesendet, also gibt es nichts zu starten.</translation>
    </message>
    <message>
        <source>What it says in full: {command}</source>
        <translation>Was es im Ganzen sagt: {command}</translation>
    </message>
    <message>
        <source>Start it on the server</source>
        <translation>Auf dem Server starten</translation>
    </message>
    <message>
        <source>It is installed.</source>
        <translation>Sie ist installiert.</translation>
    </message>
    <message>
        <source>Another delivery has begun to write {path} on {host}, or has written it meanwhile.</source>
        <translation>Eine andere Lieferung hat begonnen, {path} auf {host} zu schreiben, oder hat es inzwischen geschrieben.</translation>
    </message>
    <message>
        <source>Wait for it and look at what it has brought; machines whose images are called the same need a folder each.</source>
        <translation>Auf sie warten und ansehen, was sie gebracht hat; Maschinen, deren Abbilder gleich heißen, brauchen je einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>Mend that and do the same again; what was stopped on the way goes on where it was.</source>
        <translation>Das beheben und dasselbe noch einmal tun; was unterwegs angehalten wurde, geht dort weiter, wo es war.</translation>
    </message>
    <message>
        <source>The system has refused what is needed: {reason}.</source>
        <translation>Das System hat verweigert, was nötig ist: {reason}.</translation>
    </message>
    <message>
        <source>its images are {format}, so its domain has no disks</source>
        <translation>die Images sind {format}, daher hat die Domain keine Platten</translation>
    </message>
    <message>
        <source>The start-up image of {kernel}, which starts where it is chosen in the menu, has no drivers for all of Xen&apos;s disks.</source>
        <translation>Dem Startabbild von {kernel}, der startet, wenn er im Menü gewählt wird, fehlen Treiber für Platten von Xen.</translation>
    </message>
    <message>
        <source>{windows} leaves disks offline that are new to it (SanPolicy): under Xen all are but the one it starts from.</source>
        <translation>{windows} lässt Platten offline, die ihm neu sind (SanPolicy): unter Xen sind das alle außer der, von der es startet.</translation>
    </message>
    <message>
        <source>Converting has it bring them online, unless the guest is left as it is ({do_keep_guest}). Else type in the guest, in diskpart: san policy=OnlineAll, and for each: online disk</source>
        <translation>Beim Umwandeln wird eingestellt, dass es sie online schaltet, wenn der Gast nicht bleibt, wie er ist ({do_keep_guest}). Sonst im Gast in diskpart eingeben: san policy=OnlineAll, und für jede: online disk</translation>
    </message>
    <message>
        <source>Fit the guest in {image} again</source>
        <translation>Den Gast in {image} wieder einpassen</translation>
    </message>
    <message>
        <source>There is nothing to be fitted again</source>
        <translation>Es gibt nichts wieder einzupassen</translation>
    </message>
    <message>
        <source>The guest in {image} is fitted for Xen again</source>
        <translation>Der Gast in {image} ist wieder für Xen eingepasst</translation>
    </message>
    <message>
        <source>The drive of {path} is full: {missing} more are needed.</source>
        <translation>Das Laufwerk von {path} ist voll: Es fehlen noch {missing}.</translation>
    </message>
    <message>
        <source>Free that much there, and go on ({do_resume}): what was copied is kept.</source>
        <translation>So viel dort freigeben und weitermachen ({do_resume}): Kopiertes bleibt erhalten.</translation>
    </message>
    <message>
        <source>Have it back as long as nothing else has changed the same places ({do_refit}), or convert again.</source>
        <translation>Es wieder einpassen ({do_refit}), solange nichts anderes dieselben Stellen geändert hat, oder noch einmal konvertieren.</translation>
    </message>
    <message>
        <source>the details of the card Guest</source>
        <translation>die Einzelheiten der Karte Gast</translation>
    </message>
    <message>
        <source>guest.trial=… in “Other settings” of the card Xen</source>
        <translation>guest.trial=… in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>guest.timeout=30 in “Other settings” of the card Xen</source>
        <translation>guest.timeout=30 in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>guest.first=1 in “Other settings” of the card Xen</source>
        <translation>guest.first=1 in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>“Fit it again” on the page of the result</source>
        <translation>„Wieder einpassen“ auf der Seite des Ergebnisses</translation>
    </message>
    <message>
        <source>images=… in “Other settings” of the card Xen</source>
        <translation>images=… in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>name=… in “Other settings” of the card Xen</source>
        <translation>name=… in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>cdrom=… in “Other settings” of the card Xen</source>
        <translation>cdrom=… in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>serial=pty in “Other settings” of the card Xen</source>
        <translation>serial=pty in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>bios_path_override=… in “Other settings” of the card Xen</source>
        <translation>bios_path_override=… in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>the disk bus in the card Xen</source>
        <translation>den Plattenbus in der Karte Xen</translation>
    </message>
    <message>
        <source>device_model_override={path} in “Other settings” of the card Xen</source>
        <translation>device_model_override={path} in „Andere Einstellungen“ der Karte Xen</translation>
    </message>
    <message>
        <source>announced by routers</source>
        <translation>von Routern angesagt</translation>
    </message>
    <message>
        <source>The network card {card} of {windows} has the fixed IPv6 address {address} (gateway {gateway}): under Xen it is another card to Windows.</source>
        <translation>Die Netzwerkkarte {card} von {windows} hat die feste IPv6-Adresse {address} (Gateway {gateway}): Unter Xen ist sie für Windows eine andere Karte.</translation>
    </message>
    <message>
        <source>Converting has Windows set it again at its first start, where it is certain which card it is. Else type in the guest: {command}</source>
        <translation>Die Konvertierung lässt Windows sie beim ersten Start wieder setzen, wo sicher ist, welche Karte es ist. Sonst im Gast eingeben: {command}</translation>
    </message>
    <message>
        <source>Have a key let in (ssh-copy-id {typed}), or start an agent with the key (ssh-add).</source>
        <translation>Einen Schlüssel zulassen (ssh-copy-id {typed}), oder einen Agenten mit dem Schlüssel starten (ssh-add).</translation>
    </message>
    <message>
        <source>{host} takes a password, and nobody knows that of {account}: {reason}.</source>
        <translation>{host} nimmt ein Passwort, und niemand kennt das von {account}: {reason}.</translation>
    </message>
    <message>
        <source>Have it asked for ({do_log_in}), or put it into the keyring: keyring set vmx2xen {account}. Or have a key let in: ssh-copy-id {typed}</source>
        <translation>Es erfragen lassen ({do_log_in}), oder es in den Schlüsselbund legen: keyring set vmx2xen {account}. Oder einen Schlüssel zulassen: ssh-copy-id {typed}</translation>
    </message>
    <message>
        <source>The plan {path} was never run: there is nothing to go on with.</source>
        <translation>Der Plan {path} lief noch nie: Es gibt nichts, womit weiterzumachen wäre.</translation>
    </message>
    <message>
        <source>Run it: vmx2xen fleet {path}</source>
        <translation>Ausführen: vmx2xen fleet {path}</translation>
    </message>
    <message>
        <source>{host} lets you in, but runs no commands for you.</source>
        <translation>{host} lässt herein, führt aber für dieses Konto keine Befehle aus.</translation>
    </message>
    <message>
        <source>Take an account there that has a shell. A folder that it gives by SFTP alone is one of this computer once it is mounted (sshfs).</source>
        <translation>Dort ein Konto mit einer Shell nehmen. Ein Ordner, den es nur über SFTP gibt, ist einer dieses Rechners, sobald er eingehängt ist (sshfs).</translation>
    </message>
    <message>
        <source>Check the name and the password; a host locks out who was wrong several times. What the keyring has is replaced by: keyring set vmx2xen {account}</source>
        <translation>Name und Passwort prüfen; ein Host sperrt aus, wer sich mehrmals irrt. Was der Schlüsselbund hat, ersetzt: keyring set vmx2xen {account}</translation>
    </message>
    <message>
        <source>XCP-ng always has Xen&apos;s platform device</source>
        <translation>XCP-ng hat immer Xens Plattformgerät</translation>
    </message>
    <message>
        <source>its platform device is always there</source>
        <translation>sein Plattformgerät ist immer da</translation>
    </message>
    <message>
        <source>Without Xen&apos;s platform device PV drivers leave the emulated disks and network cards alone, which are slower.</source>
        <translation>Ohne Xens Plattformgerät lassen PV-Treiber es bei den emulierten Platten und Netzwerkkarten, und die sind langsamer.</translation>
    </message>
    <message>
        <source>QEMU has no platform device of Xen&apos;s: with xen_platform_pci=0 and with 1 a guest finds the same here, emulated disks and cards alone.</source>
        <translation>QEMU hat kein Plattformgerät von Xen: Mit xen_platform_pci=0 und mit 1 findet ein Gast hier dasselbe, nämlich nur emulierte Platten und Karten.</translation>
    </message>
    <message>
        <source>Try both on a Xen server ({do_try_on}); there PV drivers find what they need.</source>
        <translation>Beides auf einem Xen-Server probieren ({do_try_on}); dort finden PV-Treiber, was sie brauchen.</translation>
    </message>
    <message>
        <source>Without Xen&apos;s platform device (xen_platform_pci=0) the guest never sees: {disks}.</source>
        <translation>Ohne Xens Plattformgerät (xen_platform_pci=0) sieht der Gast nie: {disks}.</translation>
    </message>
    <message>
        <source>Attach fewer, or have the device ({do_set_platform}). With xl and Windows Vista or later, AHCI shows six ({do_ahci}).</source>
        <translation>Weniger anhängen, oder das Gerät behalten ({do_set_platform}). Mit xl und Windows Vista oder neuer zeigt AHCI sechs ({do_ahci}).</translation>
    </message>
    <message>
        <source>PV drivers in the card Xen</source>
        <translation>PV-Treiber in der Karte Xen</translation>
    </message>
    <message>
        <source>“Take a snapshot”</source>
        <translation>„Snapshot machen“</translation>
    </message>
    <message>
        <source>“Remove the snapshot”</source>
        <translation>„Snapshot entfernen“</translation>
    </message>
    <message>
        <source>0xc000000e and 0xc0000225 are a disk that it no longer finds: keep the disk&apos;s place and its bus ({do_set_hdtype}), or run bcdboot or bootrec from the Windows medium. 0xc000000f and 0xc0000098 are a damaged boot configuration (bootrec /rebuildbcd), 0xc0000428 is a signature, 0xc0000221 a damaged file.</source>
        <translation>0xc000000e und 0xc0000225 sind eine Platte, die er nicht mehr findet: Platz und Bus der Platte behalten ({do_set_hdtype}), oder bcdboot oder bootrec vom Windows-Datenträger ausführen. 0xc000000f und 0xc0000098 sind eine beschädigte Startkonfiguration (bootrec /rebuildbcd), 0xc0000428 ist eine Signatur, 0xc0000221 eine beschädigte Datei.</translation>
    </message>
    <message>
        <source>The boot loader does not find what it starts from: {text}.</source>
        <translation>Der Bootloader findet nicht, wovon er startet: {text}.</translation>
    </message>
    <message>
        <source>Keep the disk as the first, and the firmware that the guest was installed with (BIOS or UEFI); else install the loader anew from a rescue system (grub-install, lilo, extlinux).</source>
        <translation>Die Platte als erste behalten, und die Firmware, mit der der Gast eingerichtet wurde (BIOS oder UEFI); sonst den Loader von einem Rettungssystem aus neu einrichten (grub-install, lilo, extlinux).</translation>
    </message>
    <message>
        <source>Linux does not come to its root file system, or gives up: {text}.</source>
        <translation>Linux kommt nicht an sein Wurzeldateisystem oder gibt auf: {text}.</translation>
    </message>
    <message>
        <source>its guest agent answers</source>
        <translation>sein Gastagent antwortet</translation>
    </message>
    <message>
        <source>A QEMU before 8.2 leaves AHCI disks beside the PV ones: Linux finds each disk twice, as sda and as xvda, and LVM may then not start.</source>
        <translation>Ein QEMU vor 8.2 lässt AHCI-Platten neben denen der PV-Treiber stehen: Linux findet jede Platte zweimal, als sda und als xvda, und LVM startet dann womöglich nicht.</translation>
    </message>
    <message>
        <source>{file} is not in the guest</source>
        <translation>{file} ist nicht im Gast</translation>
    </message>
    <message>
        <source>The {kind} file system on {device} has no inode left for {path}: it holds as many files as it can.</source>
        <translation>Das Dateisystem {kind} auf {device} hat für {path} keinen Inode mehr: Es enthält so viele Dateien, wie es kann.</translation>
    </message>
    <message>
        <source>Start the guest in VMware and delete files there that are not needed, such as old logs or sessions; free space alone does not help.</source>
        <translation>Den Gast in VMware starten und dort Dateien löschen, die nicht gebraucht werden, etwa alte Protokolle oder Sitzungen; freier Platz allein hilft nicht.</translation>
    </message>
    <message>
        <source>“Send it to a pool…”</source>
        <translation>„In einen Pool senden…“</translation>
    </message>
</context>
<context>
    <name>picture_hover</name>
    <message>
        <source>{where}: {what}</source>
        <translation>{where}: {what}</translation>
    </message>
    <message>
        <source>holds nothing here</source>
        <translation>enthält hier nichts</translation>
    </message>
    <message>
        <source>{share} data</source>
        <translation>{share} Daten</translation>
    </message>
    <message>
        <source>{count} more files</source>
        <translation>{count} weitere Dateien</translation>
    </message>
    <message>
        <source>{size} in structures of the file system</source>
        <translation>{size} in Strukturen des Dateisystems</translation>
    </message>
    <message>
        <source>{size} in space that is free</source>
        <translation>{size} in freiem Platz</translation>
    </message>
    <message>
        <source>{size} in no file</source>
        <translation>{size} in keiner Datei</translation>
    </message>
    <message>
        <source>nothing held here</source>
        <translation>hier nichts enthalten</translation>
    </message>
    <message>
        <source>{share} zeros</source>
        <translation>{share} Nullen</translation>
    </message>
    <message>
        <source>nothing held, reads as zeros</source>
        <translation>nichts enthalten, wird als Nullen gelesen</translation>
    </message>
    <message>
        <source>{share} from {layer}</source>
        <translation>{share} aus {layer}</translation>
    </message>
    <message>
        <source>in no partition</source>
        <translation>in keiner Partition</translation>
    </message>
    <message>
        <source>partition {label}, {size} from {start} on</source>
        <translation>Partition {label}, {size} ab {start}</translation>
    </message>
    <message>
        <source>less than 1 %</source>
        <translation>weniger als 1 %</translation>
    </message>
</context>
<context>
    <name>picture_painting</name>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>{title} – the {span} from {start} on</source>
        <translation>{title} – {span} ab {start}</translation>
    </message>
    <message>
        <source>none known</source>
        <translation>keine bekannt</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>Nullen</translation>
    </message>
    <message>
        <source>nothing held</source>
        <translation>nichts enthalten</translation>
    </message>
</context>
<context>
    <name>picture_subject</name>
    <message>
        <source>{machine}, disk {slot}: {size}</source>
        <translation>{machine}, Platte {slot}: {size}</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>{number} {role}, {file}: holds {held}, of which {shown} are in the result</source>
        <translation>{number} {role}, {file}: enthält {held}, davon {shown} im Ergebnis</translation>
    </message>
    <message>
        <source>Partition {label}: {size} from {start} on</source>
        <translation>Partition {label}: {size} ab {start}</translation>
    </message>
    <message>
        <source>{disk}, at “{snapshot}”</source>
        <translation>{disk}, bei „{snapshot}“</translation>
    </message>
</context>
<context>
    <name>pool_dialog</name>
    <message>
        <source>Send to a pool</source>
        <translation>In einen Pool senden</translation>
    </message>
    <message>
        <source>{name}, {free} free</source>
        <translation>{name}, {free} frei</translation>
    </message>
    <message>
        <source>&amp;Storage:</source>
        <translation>&amp;Speicher:</translation>
    </message>
    <message>
        <source>Network for {bridge}:</source>
        <translation>Netz für {bridge}:</translation>
    </message>
    <message>
        <source>Send it there</source>
        <translation>Dorthin senden</translation>
    </message>
    <message>
        <source>A pool of XCP-ng or XenServer imports the machine, and checks each block.</source>
        <translation>Ein Pool von XCP-ng oder XenServer importiert die Maschine und prüft jeden Block.</translation>
    </message>
    <message>
        <source>Log in, and choose a storage and a network for each card</source>
        <translation>Anmelden, und einen Speicher und für jede Karte ein Netz wählen</translation>
    </message>
</context>
<context>
    <name>preset_menu</name>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>&amp;Save the choices of this machine…</source>
        <translation>Die Wahl für diese Maschine &amp;speichern …</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>“{name}” is chosen for {count} of {all} machines.</source>
        <translation>„{name}“ ist für {count} von {all} Maschinen gewählt.</translation>
    </message>
    <message>
        <source>The others are under way or done.</source>
        <translation>Die übrigen sind in Arbeit oder fertig.</translation>
    </message>
    <message>
        <source>Save as a preset</source>
        <translation>Als Vorgabe speichern</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>Name der Vorgabe:</translation>
    </message>
</context>
<context>
    <name>queue_view</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>One job at a time on each physical drive.</source>
        <translation>Ein Auftrag zur Zeit je physischem Laufwerk.</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take it out of the queue; no file is removed</source>
        <translation>Aus der Warteschlange nehmen; keine Datei wird entfernt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Remove what is over</source>
        <translation>Beendetes entfernen</translation>
    </message>
    <message>
        <source>Take all that is over out of the queue; no file is removed</source>
        <translation>Nimmt alles Beendete aus der Warteschlange; es wird keine Datei entfernt</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Running, {percent} %</source>
        <translation>Läuft, {percent} %</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop it; what was made is kept</source>
        <translation>Anhalten; was entstanden ist, bleibt</translation>
    </message>
    <message>
        <source>When all is done</source>
        <translation>Wenn alles fertig ist</translation>
    </message>
    <message>
        <source>When done: suspend</source>
        <translation>Danach: Bereitschaft</translation>
    </message>
    <message>
        <source>When done: quit</source>
        <translation>Danach: beenden</translation>
    </message>
    <message>
        <source>Begin nothing more; what runs goes on</source>
        <translation>Nichts Neues beginnen; was läuft, läuft weiter</translation>
    </message>
    <message>
        <source>Only if all of it was done, and nothing has failed</source>
        <translation>Nur wenn alles fertig wurde und nichts misslang</translation>
    </message>
    <message>
        <source>{running} running, {waiting} waiting</source>
        <translation>{running} in Arbeit, {waiting} in der Warteschlange</translation>
    </message>
    <message>
        <source>When done: nothing</source>
        <translation>Danach: nichts</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>Open a virtual machine first.</source>
        <translation>Zuerst eine virtuelle Maschine öffnen.</translation>
    </message>
    <message>
        <source>It is waiting in the queue.</source>
        <translation>Sie wartet in der Warteschlange.</translation>
    </message>
    <message>
        <source>The conversion is running.</source>
        <translation>Die Konvertierung läuft.</translation>
    </message>
    <message>
        <source>It is being stopped.</source>
        <translation>Sie wird gerade angehalten.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>Es läuft nichts.</translation>
    </message>
    <message>
        <source>Something is done with the result already.</source>
        <translation>Am Ergebnis wird schon gearbeitet.</translation>
    </message>
    <message>
        <source>There is nothing to be resumed.</source>
        <translation>Es gibt nichts fortzusetzen.</translation>
    </message>
    <message>
        <source>The machine is still being looked at.</source>
        <translation>Die Maschine wird noch betrachtet.</translation>
    </message>
    <message>
        <source>The findings say what has to be mended first.</source>
        <translation>Die Befunde sagen, was zuerst zu beheben ist.</translation>
    </message>
    <message>
        <source>The folder holds a stopped conversion: resume it.</source>
        <translation>Der Ordner enthält eine angehaltene Umwandlung: Sie kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Done. Convert it again from the menu beside.</source>
        <translation>Fertig. Noch einmal konvertieren: im Menü daneben.</translation>
    </message>
    <message>
        <source>A fleet has this machine: its window stops it.</source>
        <translation>Eine Flotte hat diese Maschine: Angehalten wird sie in deren Fenster.</translation>
    </message>
</context>
<context>
    <name>recent</name>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Diese &amp;Liste leeren</translation>
    </message>
    <message>
        <source> and {count} more</source>
        <translation> und {count} weitere</translation>
    </message>
    <message>
        <source>Opened before:</source>
        <translation>Zuletzt geöffnet:</translation>
    </message>
</context>
<context>
    <name>remedies</name>
    <message>
        <source>Trust this machine</source>
        <translation>Der Maschine vertrauen</translation>
    </message>
    <message>
        <source>Keep the changes</source>
        <translation>Änderungen behalten</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Leave the guest as it is</source>
        <translation>Gast lassen, wie er ist</translation>
    </message>
    <message>
        <source>Go on without the log</source>
        <translation>Ohne das Protokoll weitermachen</translation>
    </message>
    <message>
        <source>Only tell the commands</source>
        <translation>Nur die Befehle nennen</translation>
    </message>
    <message>
        <source>Without PV drivers</source>
        <translation>Ohne PV-Treiber</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Anderer Ordner…</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Another table…</source>
        <translation>Andere Tabelle…</translation>
    </message>
    <message>
        <source>Without a table</source>
        <translation>Ohne Tabelle</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Leave the disk out</source>
        <translation>Platte auslassen</translation>
    </message>
    <message>
        <source>Choose the Windows CD…</source>
        <translation>Windows-CD wählen…</translation>
    </message>
    <message>
        <source>Take a snapshot</source>
        <translation>Snapshot machen</translation>
    </message>
    <message>
        <source>Remove the snapshot</source>
        <translation>Snapshot entfernen</translation>
    </message>
</context>
<context>
    <name>result_card</name>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Files and server…</source>
        <translation>Dateien und Server…</translation>
    </message>
    <message>
        <source>Looking at the result…</source>
        <translation>Das Ergebnis wird betrachtet…</translation>
    </message>
    <message>
        <source>Converted on {date}. Every image was read back then and was identical.</source>
        <translation>Konvertiert am {date}. Jedes Abbild wurde damals zurückgelesen und war identisch.</translation>
    </message>
    <message>
        <source>Not complete: {names} is missing</source>
        <translation>Nicht vollständig: {names} fehlt</translation>
    </message>
    <message>
        <source>The guest is as it was in VMware: it may not start from Xen&apos;s disks</source>
        <translation>Der Gast ist wie in VMware: von den Platten von Xen startet er womöglich nicht</translation>
    </message>
    <message>
        <source>Will not start under Xen as it is set up</source>
        <translation>Startet so eingestellt nicht unter Xen</translation>
    </message>
    <message>
        <source>Ready for Xen</source>
        <translation>Bereit für Xen</translation>
    </message>
    <message>
        <source>At its first start look at its disks, its network and its clock; VMware Tools can be removed then.</source>
        <translation>Beim ersten Start nach Platten, Netz und Uhr sehen; die VMware Tools lassen sich dann entfernen.</translation>
    </message>
</context>
<context>
    <name>result_page</name>
    <message>
        <source>Give back the image as it was in VMware?</source>
        <translation>Das Abbild zurückgeben, wie es in VMware war?</translation>
    </message>
    <message>
        <source>The guest may then not start under Xen. The manifest gets the new digest.</source>
        <translation>Der Gast startet dann vielleicht nicht unter Xen. Das Manifest bekommt die neue Prüfsumme.</translation>
    </message>
    <message>
        <source>Files of the result</source>
        <translation>Dateien des Ergebnisses</translation>
    </message>
    <message>
        <source>Copy digests</source>
        <translation>Prüfsummen kopieren</translation>
    </message>
    <message>
        <source>Undo the change of the guest…</source>
        <translation>Änderung des Gastes zurücknehmen…</translation>
    </message>
    <message>
        <source>Give back the image as it was in VMware, to the byte</source>
        <translation>Das Abbild bytegenau zurückgeben, wie es in VMware war</translation>
    </message>
    <message>
        <source>Keep the change</source>
        <translation>Änderung behalten</translation>
    </message>
    <message>
        <source>Undo it</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>BLAKE3 digest</source>
        <translation>BLAKE3-Prüfsumme</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>The SHA-256 where it is known, as sha256sum writes it</source>
        <translation>Das SHA-256, wo es bekannt ist, wie sha256sum es schreibt</translation>
    </message>
    <message>
        <source>Compute SHA-256</source>
        <translation>SHA-256 berechnen</translation>
    </message>
    <message>
        <source>Pack an XVA…</source>
        <translation>XVA packen…</translation>
    </message>
    <message>
        <source>It is known.</source>
        <translation>Es ist bekannt.</translation>
    </message>
    <message>
        <source>Hash the whole images, as sha256sum does: minutes for each TiB</source>
        <translation>Das SHA-256 der ganzen Abbilder bilden, wie sha256sum: Minuten für jedes TiB</translation>
    </message>
    <message>
        <source>One file that XCP-ng and XenServer import</source>
        <translation>Eine Datei, die XCP-ng und XenServer importieren</translation>
    </message>
    <message>
        <source>There is nothing to send that way.</source>
        <translation>Auf diesem Weg gibt es nichts zu senden.</translation>
    </message>
    <message>
        <source>It asks for the storage and the networks there</source>
        <translation>Fragt nach dem Speicher und den Netzen dort</translation>
    </message>
    <message>
        <source>Over SSH, without holes; goes on where it was stopped, compared there</source>
        <translation>Über SSH, ohne Löcher; macht weiter, wo es angehalten wurde, wird dort verglichen</translation>
    </message>
    <message>
        <source>Pack an XVA</source>
        <translation>XVA packen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>It is in the queue already.</source>
        <translation>Das ist schon in der Warteschlange.</translation>
    </message>
    <message>
        <source>Read all images, and compare them with the manifest</source>
        <translation>Alle Abbilder lesen und mit dem Manifest vergleichen</translation>
    </message>
    <message>
        <source>Go on with the delivery that was stopped</source>
        <translation>Mit der angehaltenen Übertragung weitermachen</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Save certificate…</source>
        <translation>Zertifikat speichern…</translation>
    </message>
    <message>
        <source>One page with all that was done, changed and compared</source>
        <translation>Eine Seite mit allem, was getan, geändert und verglichen wurde</translation>
    </message>
    <message>
        <source>Fit it again</source>
        <translation>Wieder einpassen</translation>
    </message>
    <message>
        <source>Change the guest once more as the conversion did, to the byte</source>
        <translation>Ändert den Gast noch einmal wie das Konvertieren, auf das Byte genau</translation>
    </message>
    <message>
        <source>The guest is as it was in VMware: it may not start from Xen&apos;s disks.</source>
        <translation>Der Gast ist wie in VMware: Von Xens Platten startet er vielleicht nicht.</translation>
    </message>
    <message>
        <source>Send it all the same</source>
        <translation>Trotzdem senden</translation>
    </message>
    <message>
        <source>Not fitted</source>
        <translation>Nicht eingepasst</translation>
    </message>
</context>
<context>
    <name>result_work</name>
    <message>
        <source>Not verified</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Accept it as it is</source>
        <translation>Annehmen, wie es ist</translation>
    </message>
    <message>
        <source>Not packed</source>
        <translation>Nicht gepackt</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Not undone</source>
        <translation>Nicht zurückgenommen</translation>
    </message>
    <message>
        <source>Undo it anyway</source>
        <translation>Trotzdem zurücknehmen</translation>
    </message>
    <message>
        <source>Not written</source>
        <translation>Nicht geschrieben</translation>
    </message>
    <message>
        <source>Lose the rest</source>
        <translation>Rest verlieren</translation>
    </message>
    <message>
        <source>Not changed</source>
        <translation>Nicht geändert</translation>
    </message>
    <message>
        <source>Change it anyway</source>
        <translation>Trotzdem wechseln</translation>
    </message>
</context>
<context>
    <name>road</name>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Choose a snapshot…</source>
        <translation>Snapshot wählen…</translation>
    </message>
    <message>
        <source>Xen</source>
        <translation>Xen</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
</context>
<context>
    <name>saving</name>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Protokoll speichern</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Gespeichert: {path}</translation>
    </message>
    <message>
        <source>{path} cannot be written.</source>
        <translation>{path} kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen…</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Wie sie jetzt ist</translation>
    </message>
    <message>
        <source>Snapshot {number} “{name}”, {date}</source>
        <translation>Snapshot {number} „{name}“, {date}</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 Schicht</translation>
    </message>
    <message>
        <source>{n} layers</source>
        <translation>{n} Schichten</translation>
    </message>
    <message>
        <source>{layers}, {used} of {size} in use</source>
        <translation>{layers}, {used} von {size} belegt</translation>
    </message>
    <message>
        <source>Nothing is ever written to it.</source>
        <translation>In sie wird nie geschrieben.</translation>
    </message>
    <message>
        <source>What is inside is not known.</source>
        <translation>Was darin ist, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No operating system that is known</source>
        <translation>Kein bekanntes Betriebssystem</translation>
    </message>
    <message>
        <source>Its HAL stays: {hal}.</source>
        <translation>Die HAL bleibt: {hal}.</translation>
    </message>
    <message>
        <source>Its HAL becomes {chosen}.</source>
        <translation>Die HAL wird {chosen}.</translation>
    </message>
    <message>
        <source>Nothing is changed in it.</source>
        <translation>Darin wird nichts geändert.</translation>
    </message>
    <message>
        <source>Windows gets its own drivers for Xen&apos;s disks, so that it starts from them</source>
        <translation>Windows bekommt eigene Treiber für die Platten von Xen, damit es von ihnen startet</translation>
    </message>
    <message>
        <source>Linux is mended so that it finds its disks under Xen</source>
        <translation>Linux wird angepasst, damit es seine Platten unter Xen findet</translation>
    </message>
    <message>
        <source>All of it can be undone.</source>
        <translation>Alles kann rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 Datei</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} Dateien</translation>
    </message>
    <message>
        <source>1 entry of the registry</source>
        <translation>1 Eintrag der Registrierung</translation>
    </message>
    <message>
        <source>{n} entries of the registry</source>
        <translation>{n} Einträge der Registrierung</translation>
    </message>
    <message>
        <source>1 field of the boot sector</source>
        <translation>1 Feld des Bootsektors</translation>
    </message>
    <message>
        <source>{n} fields of the boot sector</source>
        <translation>{n} Felder des Bootsektors</translation>
    </message>
    <message>
        <source>What Xen is told is not known yet.</source>
        <translation>Was Xen gesagt wird, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>{domain}, for {xen}</source>
        <translation>{domain}, für {xen}</translation>
    </message>
    <message>
        <source>As recommended.</source>
        <translation>Wie empfohlen.</translation>
    </message>
    <message>
        <source>Not as recommended: see what is chosen.</source>
        <translation>Nicht wie empfohlen: siehe, was gewählt ist.</translation>
    </message>
    <message>
        <source>1 processor</source>
        <translation>1 Prozessor</translation>
    </message>
    <message>
        <source>{n} processors</source>
        <translation>{n} Prozessoren</translation>
    </message>
    <message>
        <source>{model} on {bridge}</source>
        <translation>{model} an {bridge}</translation>
    </message>
    <message>
        <source>1 more card</source>
        <translation>1 weitere Karte</translation>
    </message>
    <message>
        <source>{n} more cards</source>
        <translation>{n} weitere Karten</translation>
    </message>
    <message>
        <source>Beside the virtual machine</source>
        <translation>Neben der virtuellen Maschine</translation>
    </message>
    <message>
        <source>{folder}, {format}</source>
        <translation>{folder}, {format}</translation>
    </message>
    <message>
        <source>Needs {needed} at most; {free} are free.</source>
        <translation>Braucht höchstens {needed}; {free} sind frei.</translation>
    </message>
    <message>
        <source>How long it takes is known once it runs.</source>
        <translation>Die Dauer ist bekannt, sobald es läuft.</translation>
    </message>
    <message>
        <source>About {time}, as fast as the last conversion.</source>
        <translation>Etwa {time} beim Tempo der letzten Konvertierung.</translation>
    </message>
</context>
<context>
    <name>server_commands</name>
    <message>
        <source>How the images are kept on the server</source>
        <translation>Wie die Abbilder auf dem Server liegen</translation>
    </message>
    <message>
        <source>As image files</source>
        <translation>Als Abbilddateien</translation>
    </message>
    <message>
        <source>As an XVA (XCP-ng)</source>
        <translation>Als XVA (XCP-ng)</translation>
    </message>
    <message>
        <source>As logical volumes (LVM)</source>
        <translation>Als logische Volumes (LVM)</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Folder on the server</source>
        <translation>Ordner auf dem Server</translation>
    </message>
    <message>
        <source>Images and configuration are put there; it is made if needed</source>
        <translation>Abbilder und Konfiguration kommen dorthin; er wird bei Bedarf angelegt</translation>
    </message>
    <message>
        <source>Volume group</source>
        <translation>Volume-Gruppe</translation>
    </message>
    <message>
        <source>The volume group on the server</source>
        <translation>Die Volume-Gruppe auf dem Server</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alle kopieren</translation>
    </message>
    <message>
        <source>Copy all commands, to be typed in a terminal</source>
        <translation>Kopiert alle Befehle, zur Eingabe in einem Terminal</translation>
    </message>
    <message>
        <source>in the volume group</source>
        <translation>in der Volume Group</translation>
    </message>
    <message>
        <source>Send to the pool…</source>
        <translation>In den Pool senden…</translation>
    </message>
    <message>
        <source>Send to the server</source>
        <translation>Zum Server senden</translation>
    </message>
    <message>
        <source>As ssh is told: user@host; or a pool: xapi://user@host</source>
        <translation>Wie bei ssh: benutzer@rechner; oder ein Pool: xapi://benutzer@rechner</translation>
    </message>
    <message>
        <source>On the ser&amp;ver</source>
        <translation>Auf dem Ser&amp;ver</translation>
    </message>
    <message>
        <source>in the fo&amp;lder</source>
        <translation>im O&amp;rdner</translation>
    </message>
    <message>
        <source>Go on sending</source>
        <translation>Weiter senden</translation>
    </message>
</context>
<context>
    <name>server_test</name>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Whether it lets you in, has room, and can start a guest</source>
        <translation>Ob er Sie einlässt, Platz hat und einen Gast starten kann</translation>
    </message>
    <message>
        <source>Looking at {target}…</source>
        <translation>{target} wird angesehen …</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>{host} answers; {free} are free in {path}.</source>
        <translation>{host} antwortet; in {path} sind {free} frei.</translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation>{host} antwortet.</translation>
    </message>
    <message>
        <source>What is sent cannot be started there:</source>
        <translation>Was gesendet wird, kann dort nicht gestartet werden:</translation>
    </message>
    <message>
        <source>xl works.</source>
        <translation>xl funktioniert.</translation>
    </message>
</context>
<context>
    <name>session_restore</name>
    <message>
        <source>A conversion into {folder} was stopped before its end.</source>
        <translation>Eine Konvertierung nach {folder} wurde vor ihrem Ende angehalten.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Do not ask again</source>
        <translation>Nicht mehr fragen</translation>
    </message>
    <message>
        <source>Left waiting in the queue: {names}.</source>
        <translation>In der Warteschlange geblieben: {names}.</translation>
    </message>
    <message>
        <source>Left waiting in the queue, but not there any more: {paths}.</source>
        <translation>In der Warteschlange geblieben, aber nicht mehr da: {paths}.</translation>
    </message>
    <message>
        <source>Queue again</source>
        <translation>Wieder einreihen</translation>
    </message>
    <message>
        <source>{machine} was not queued: its findings say why.</source>
        <translation>{machine} wurde nicht eingereiht: die Befunde sagen, warum.</translation>
    </message>
    <message>
        <source>Sending the results in {folder} was stopped before its end.</source>
        <translation>Das Senden der Ergebnisse in {folder} wurde vor dem Ende angehalten.</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen…</translation>
    </message>
    <message>
        <source>Remove what was copied into {folder}? The machine itself stays as it is.</source>
        <translation>Entfernen, was nach {folder} kopiert wurde? Die Maschine selbst bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Forget what was sent of {folder}? It stays on the server, half-done.</source>
        <translation>Vergessen, was von {folder} gesendet wurde? Auf dem Server bleibt es halb fertig.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>settings_dialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>beside each machine</source>
        <translation>neben jede Maschine</translation>
    </message>
    <message>
        <source>no table</source>
        <translation>keine Tabelle</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>quit</source>
        <translation>beenden</translation>
    </message>
    <message>
        <source>suspend the computer</source>
        <translation>den Rechner schlafen legen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose the folder for results</source>
        <translation>Ordner für Ergebnisse wählen</translation>
    </message>
    <message>
        <source>Choose a table of networks</source>
        <translation>Tabelle der Netzwerke wählen</translation>
    </message>
    <message>
        <source>&amp;Results go</source>
        <translation>E&amp;rgebnisse kommen</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Folder on the server</source>
        <translation>&amp;Ordner auf dem Server</translation>
    </message>
    <message>
        <source>Table of &amp;networks</source>
        <translation>Tabelle der &amp;Netzwerke</translation>
    </message>
    <message>
        <source>&amp;When the queue is done</source>
        <translation>&amp;Wenn die Warteschlange fertig ist</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Results go</source>
        <translation>Ergebnisse kommen</translation>
    </message>
    <message>
        <source>Table of networks</source>
        <translation>Tabelle der Netzwerke</translation>
    </message>
    <message>
        <source>The folder for results has to be a whole path, such as {example}.</source>
        <translation>Der Ordner für Ergebnisse muss ein ganzer Pfad sein, etwa {example}.</translation>
    </message>
    <message>
        <source>Where results go</source>
        <translation>Wohin Ergebnisse kommen</translation>
    </message>
    <message>
        <source>Tables of networks ({patterns})</source>
        <translation>Tabellen von Netzwerken ({patterns})</translation>
    </message>
</context>
<context>
    <name>steps_view</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>To read</source>
        <translation>Zu lesen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>etwa {time}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
</context>
<context>
    <name>table_choice</name>
    <message>
        <source>Table of networks</source>
        <translation>Tabelle der Netzwerke</translation>
    </message>
    <message>
        <source>No table</source>
        <translation>Keine Tabelle</translation>
    </message>
    <message>
        <source>Choose a table…</source>
        <translation>Tabelle wählen…</translation>
    </message>
    <message>
        <source>Which bridge each network becomes, in lines such as {line}</source>
        <translation>Welche Bridge aus jedem Netzwerk wird, in Zeilen wie {line}</translation>
    </message>
</context>
<context>
    <name>target_card</name>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Steps…</source>
        <translation>Schritte…</translation>
    </message>
    <message>
        <source>Room that it takes of what is free</source>
        <translation>Platz, den es vom freien braucht</translation>
    </message>
    <message>
        <source>Cha&amp;nge the folder…</source>
        <translation>Ord&amp;ner ändern…</translation>
    </message>
    <message>
        <source>Change the target folder</source>
        <translation>Den Zielordner ändern</translation>
    </message>
    <message>
        <source>Show that result</source>
        <translation>Jenes Ergebnis zeigen</translation>
    </message>
    <message>
        <source>Open what this machine was converted into before</source>
        <translation>Öffnen, was aus dieser Maschine schon einmal entstanden ist</translation>
    </message>
    <message>
        <source>Also SHA-256</source>
        <translation>Auch SHA-256</translation>
    </message>
    <message>
        <source>Format of the images</source>
        <translation>Format der Abbilder</translation>
    </message>
    <message>
        <source>Choose where the result goes</source>
        <translation>Wählen, wohin das Ergebnis kommt</translation>
    </message>
    <message>
        <source>Xen starts from raw, qcow2 and vhd; a vmdk is for other programs</source>
        <translation>Xen startet von raw, qcow2 und vhd; eine vmdk ist für andere Programme</translation>
    </message>
    <message>
        <source>Done: the result offers it.</source>
        <translation>Fertig: das Ergebnis bietet es an.</translation>
    </message>
    <message>
        <source>Hash the whole images, as sha256sum does: minutes for each TiB</source>
        <translation>Das SHA-256 der ganzen Abbilder bilden, wie sha256sum: Minuten für jedes TiB</translation>
    </message>
    <message>
        <source>Copy free blocks too</source>
        <translation>Freie Blöcke mitkopieren</translation>
    </message>
    <message>
        <source>Leave free blocks out</source>
        <translation>Freie Blöcke weglassen</translation>
    </message>
    <message>
        <source>Free blocks of file systems</source>
        <translation>Freie Blöcke von Dateisystemen</translation>
    </message>
    <message>
        <source>Blocks that file systems do not use, where that is proved: left out, the image is smaller, but deleted files are gone for good</source>
        <translation>Blöcke, die Dateisysteme nicht benutzen, wo das bewiesen ist: Weggelassen wird das Abbild kleiner, aber gelöschte Dateien sind endgültig fort</translation>
    </message>
</context>
<context>
    <name>target_choice</name>
    <message>
        <source>Xen it is for</source>
        <translation>Xen, für das sie ist</translation>
    </message>
    <message>
        <source>The Xen that will run the guest; flags, cards and warnings follow it</source>
        <translation>Das Xen, auf dem der Gast laufen wird; Flags, Karten und Warnungen richten sich danach</translation>
    </message>
</context>
<context>
    <name>then_send</name>
    <message>
        <source>and start it there</source>
        <translation>und dort starten</translation>
    </message>
    <message>
        <source>Name a server and a folder there first: root@xen:/srv/xen</source>
        <translation>Zuerst einen Server und einen Ordner dort nennen: root@xen:/srv/xen</translation>
    </message>
    <message>
        <source>Server and folder</source>
        <translation>Server und Ordner</translation>
    </message>
    <message>
        <source>The queue does it once the result was read back; xl starts it there</source>
        <translation>Die Warteschlange tut es, sobald das Ergebnis zurückgelesen ist; xl startet es dort</translation>
    </message>
    <message>
        <source>Then send &amp;it to</source>
        <translation>Danach senden &amp;an</translation>
    </message>
    <message>
        <source>The queue does it once the result was read back; xe starts it there</source>
        <translation>Die Warteschlange tut es, sobald das Ergebnis zurückgelesen ist; xe startet es dort</translation>
    </message>
</context>
<context>
    <name>trial_card</name>
    <message>
        <source>Trial</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>Screen…</source>
        <translation>Bildschirm…</translation>
    </message>
    <message>
        <source>Not tried here yet</source>
        <translation>Hier noch nicht ausprobiert</translation>
    </message>
    <message>
        <source>Nothing is written to the images.</source>
        <translation>In die Abbilder wird nichts geschrieben.</translation>
    </message>
    <message>
        <source>It has started here</source>
        <translation>Es ist hier gestartet</translation>
    </message>
    <message>
        <source>It did not start here</source>
        <translation>Es ist hier nicht gestartet</translation>
    </message>
    <message>
        <source>It switched itself off</source>
        <translation>Es hat sich ausgeschaltet</translation>
    </message>
    <message>
        <source>It is not known whether it started</source>
        <translation>Ob es gestartet ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Xen</source>
        <translation>Xen</translation>
    </message>
    <message>
        <source>Change, or try others…</source>
        <translation>Ändern oder andere ausprobieren…</translation>
    </message>
    <message>
        <source>It can be changed without converting again.</source>
        <translation>Das kann ohne neue Konvertierung geändert werden.</translation>
    </message>
</context>
<context>
    <name>trial_panel</name>
    <message>
        <source>It has started ({said}).</source>
        <translation>Er ist gestartet ({said}).</translation>
    </message>
</context>
<context>
    <name>trials_panel</name>
    <message>
        <source>Stopped; what was found out stays.</source>
        <translation>Angehalten; was herausgefunden wurde, bleibt.</translation>
    </message>
</context>
<context>
    <name>units</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch wenige Sekunden</translation>
    </message>
    <message>
        <source>about {hours} h {minutes} min left</source>
        <translation>noch etwa {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>noch etwa {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
</context>
<context>
    <name>verdicts</name>
    <message>
        <source>fits</source>
        <translation>passt</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unklar</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>versagt</translation>
    </message>
    <message>
        <source>It is the machine the guest was made for.</source>
        <translation>Es ist die Maschine, für die der Gast gemacht wurde.</translation>
    </message>
    <message>
        <source>It works, but not at its best.</source>
        <translation>Es funktioniert, aber nicht am besten.</translation>
    </message>
    <message>
        <source>Nobody has measured it.</source>
        <translation>Niemand hat es gemessen.</translation>
    </message>
    <message>
        <source>It does not start.</source>
        <translation>Es startet nicht.</translation>
    </message>
</context>
<context>
    <name>whole_offer</name>
    <message>
        <source>The newest state that is whole is “{name}”, {date}.</source>
        <translation>Der neueste vollständige Zustand ist „{name}“, {date}.</translation>
    </message>
    <message>
        <source>Convert that one instead</source>
        <translation>Stattdessen diesen konvertieren</translation>
    </message>
</context>
<context>
    <name>window_menus</name>
    <message>
        <source>Vie&amp;w</source>
        <translation>Ans&amp;icht</translation>
    </message>
    <message>
        <source>About vmx2xen</source>
        <translation>Über vmx2xen</translation>
    </message>
    <message>
        <source>Turns VMware virtual machines into Xen HVM guests.
GPL-3.0-or-later</source>
        <translation>Macht aus virtuellen Maschinen von VMware HVM-Gäste für Xen.
GPL-3.0-or-later</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>&amp;Maschine</translation>
    </message>
    <message>
        <source>What comes &amp;next</source>
        <translation>Der &amp;nächste Schritt</translation>
    </message>
    <message>
        <source>&amp;Try it here</source>
        <translation>Hier &amp;probieren</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Nothing comes &amp;next</source>
        <translation>Kein &amp;nächster Schritt</translation>
    </message>
    <message>
        <source>&amp;Next: {act}</source>
        <translation>&amp;Nächstes: {act}</translation>
    </message>
</context>
<context>
    <name>xen_page</name>
    <message>
        <source>The machine has not been looked at yet.</source>
        <translation>Die Maschine wurde noch nicht untersucht.</translation>
    </message>
    <message>
        <source>The folder holds a stopped conversion: resume it.</source>
        <translation>Der Ordner enthält eine angehaltene Umwandlung: Sie kann fortgesetzt werden.</translation>
    </message>
</context>
</TS>
