<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>ExportMenu</name>
    <message>
        <source>Plain text (.txt)</source>
        <translation>Reiner Text (.txt)</translation>
    </message>
    <message>
        <source>Markdown (.md)</source>
        <translation>Markdown (.md)</translation>
    </message>
    <message>
        <source>Subtitles, SubRip (.srt)</source>
        <translation>Untertitel, SubRip (.srt)</translation>
    </message>
    <message>
        <source>Subtitles, WebVTT (.vtt)</source>
        <translation>Untertitel, WebVTT (.vtt)</translation>
    </message>
    <message>
        <source>Subtitles, TTML (.ttml)</source>
        <translation>Untertitel, TTML (.ttml)</translation>
    </message>
    <message>
        <source>Lyrics, time-stamped lines (.lrc)</source>
        <translation>Liedtext, Zeilen mit Zeitmarken (.lrc)</translation>
    </message>
    <message>
        <source>Table, comma-separated (.csv)</source>
        <translation>Tabelle, mit Kommas getrennt (.csv)</translation>
    </message>
    <message>
        <source>Table, tab-separated (.tsv)</source>
        <translation>Tabelle, mit Tabulatoren getrennt (.tsv)</translation>
    </message>
    <message>
        <source>Everything, for programs (.json)</source>
        <translation>Alles, für Programme (.json)</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>d MMM yyyy, hh:mm</source>
        <comment>QLocale&apos;s date format</comment>
        <translation>d. MMM yyyy, hh:mm</translation>
    </message>
</context>
<context>
    <name>tilescribe::BarWidget</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>tilescribe::CaptionOverlay</name>
    <message>
        <source>Captions</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>Captions overlay</source>
        <translation>Untertitel-Streifen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>More opaque</source>
        <translation>Deckender</translation>
    </message>
    <message>
        <source>More transparent</source>
        <translation>Durchsichtiger</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>tilescribe::Desktop</name>
    <message>
        <source>The sound is saved. The last words are still being recognised; the window closes by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished">%1 %</translation>
    </message>
    <message>
        <source>Recordings to transcribe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transcript ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not transcribed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The transcript is in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation type="unfinished">Text</translation>
    </message>
    <message>
        <source>Export the transcript</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completing the text of the recording: %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording is complete; it is in the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no microphone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording goes on from %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is gone: %2 Recording goes on from the next device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no device to record from. The recording goes on as soon as one is plugged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine was too slow for the device: some sound is lost. The place is marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been heard from %1 (%2) for a while, although the other track speaks. Is it muted?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sound cannot be written: %1 It waits in memory; the text goes on. Free some space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sound is being written again; %1 s of it could not be kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System default (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whisper models (*.bin)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a model folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where recordings are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fastest that works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished">Wie der Desktop</translation>
    </message>
    <message>
        <source>This needs PulseAudio or PipeWire; neither answers here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No NPU: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::FileQueueController</name>
    <message>
        <source>There is not enough memory for this file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::FileQueueModel</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Transcribing</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Rest</translation>
    </message>
</context>
<context>
    <name>tilescribe::FilesView</name>
    <message>
        <source>Drop recordings, videos or folders anywhere in this window</source>
        <translation>Aufnahmen, Videos oder Ordner irgendwo in dieses Fenster ziehen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add recordings or videos (%1)</source>
        <translation>Aufnahmen oder Videos hinzufügen (%1)</translation>
    </message>
    <message>
        <source>Drop recordings, videos or folders here</source>
        <translation>Aufnahmen, Videos oder Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Anything that holds sound: WAV, FLAC, MP3, M4A, Ogg, MP4, MKV and many more. They are transcribed one after the other, on this machine.</source>
        <translation>Alles, was Ton enthält: WAV, FLAC, MP3, M4A, Ogg, MP4, MKV und viele mehr. Sie werden nacheinander auf diesem Rechner verschriftlicht.</translation>
    </message>
    <message>
        <source>Overall progress</source>
        <translation>Fortschritt insgesamt</translation>
    </message>
    <message>
        <source>%1 of %2 finished · %3 of sound</source>
        <translation>%1 von %2 fertig · %3 Ton</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message>
        <source>all finished</source>
        <translation>alles fertig</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>Alle fortsetzen</translation>
    </message>
</context>
<context>
    <name>tilescribe::KernelBars</name>
    <message>
        <source>Kernels of the last window</source>
        <translation>Kernel des letzten Fensters</translation>
    </message>
    <message>
        <source>No window yet</source>
        <translation>Noch kein Fenster</translation>
    </message>
</context>
<context>
    <name>tilescribe::KernelTable</name>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
</context>
<context>
    <name>tilescribe::KernelTableModel</name>
    <message>
        <source>%1, simulated</source>
        <translation>%1, simuliert</translation>
    </message>
    <message>
        <source>Times of the emulated array: simulated, not measured on an NPU</source>
        <translation>Zeiten der nachgebildeten Recheneinheit: simuliert, nicht auf einer NPU gemessen</translation>
    </message>
    <message>
        <source>Billions of floating-point operations per second, from the mean</source>
        <translation>Milliarden Gleitkomma-Operationen je Sekunde, aus dem Mittel</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>GFLOP/s</source>
        <translation>GFLOP/s</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Share of the windows&apos; whole time</source>
        <translation>Anteil an der ganzen Zeit der Fenster</translation>
    </message>
</context>
<context>
    <name>tilescribe::LevelMeter</name>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
</context>
<context>
    <name>tilescribe::LibraryController</name>
    <message>
        <source>%1 cannot be moved to the trash; it stays where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::LibraryView</name>
    <message>
        <source>Search in all transcripts</source>
        <translation>In allen Texten suchen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Nothing here yet. Recordings and transcribed files are kept in this list.</source>
        <translation>Noch nichts da. Aufnahmen und verschriftlichte Dateien werden in dieser Liste aufbewahrt.</translation>
    </message>
    <message>
        <source>No transcript holds “%1”.</source>
        <translation>Kein Text enthält „%1“.</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Delete the sound, keep the text…</source>
        <translation>Ton löschen, Text behalten …</translation>
    </message>
    <message>
        <source>Delete the sound</source>
        <translation>Ton löschen</translation>
    </message>
    <message>
        <source>The sound of “%1” is deleted for good; the text stays.</source>
        <translation>Der Ton von „%1“ wird endgültig gelöscht; der Text bleibt.</translation>
    </message>
</context>
<context>
    <name>tilescribe::LivePanel</name>
    <message>
        <source>NPU</source>
        <translation>NPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NPU load, last 60 seconds</source>
        <translation>NPU-Last, letzte 60 Sekunden</translation>
    </message>
    <message>
        <source>CPU load, last 60 seconds</source>
        <translation>CPU-Last, letzte 60 Sekunden</translation>
    </message>
    <message>
        <source>Kernels, last window</source>
        <translation>Kernel, letztes Fenster</translation>
    </message>
    <message>
        <source>NPU %1</source>
        <translation>NPU %1</translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation>CPU %1</translation>
    </message>
    <message>
        <source>NPU times are simulated.</source>
        <translation>Die NPU-Zeiten sind simuliert.</translation>
    </message>
</context>
<context>
    <name>tilescribe::LiveView</name>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Recorded time</source>
        <translation>Aufgenommene Zeit</translation>
    </message>
    <message>
        <source>Captions overlay</source>
        <translation>Untertitel-Streifen</translation>
    </message>
    <message>
        <source>Show load and kernels</source>
        <translation>Last und Kernel zeigen</translation>
    </message>
    <message>
        <source>State of the recording</source>
        <translation>Zustand der Aufnahme</translation>
    </message>
    <message>
        <source>Input device</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Language spoken</source>
        <translation>Gesprochene Sprache</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>Jump to live</source>
        <translation>Zum Geschehen</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt …</translation>
    </message>
    <message>
        <source>Finishing…</source>
        <translation>Wird beendet …</translation>
    </message>
    <message>
        <source>%1 (Space, Ctrl+R)</source>
        <translation>%1 (Leertaste, Strg+R)</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>%1
Files can still be transcribed: drop them on this window.</source>
        <translation>%1
Dateien lassen sich trotzdem verschriftlichen: einfach in dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>Listening. The first words appear after about a second of speech.</source>
        <translation>Es wird zugehört. Die ersten Wörter erscheinen nach etwa einer Sekunde Sprache.</translation>
    </message>
    <message>
        <source>Press Record (Space) and read along.
Everything stays on this machine.</source>
        <translation>Auf „Aufnehmen“ drücken (Leertaste) und mitlesen.
Alles bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>eben</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>First word</source>
        <translation>Erstes Wort</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gesichert</translation>
    </message>
    <message>
        <source>Lag behind live, time from a word to its caption, sound frames the system dropped, when sound was last written to disk</source>
        <translation>Rückstand hinter dem Gesprochenen, Zeit von einem Wort bis zu seinem Untertitel, vom System verlorene Tonwerte, letzte Sicherung des Tons auf der Platte</translation>
    </message>
    <message>
        <source>Level of %1</source>
        <translation>Pegel von %1</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>tilescribe::LoadChart</name>
    <message>
        <source>−60 s</source>
        <translation>−60 s</translation>
    </message>
    <message>
        <source>−30 s</source>
        <translation>−30 s</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>tilescribe::ModelCard</name>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>eingebaut</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Checking the sum…</source>
        <translation>Prüfsumme wird verglichen …</translation>
    </message>
    <message>
        <source>Downloading…</source>
        <translation>Wird geladen …</translation>
    </message>
</context>
<context>
    <name>tilescribe::ModelHost</name>
    <message>
        <source>There is not enough memory for the model %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::ModelsController</name>
    <message numerus="yes">
        <source>%n languages</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>English</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::ModelsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Back to the settings (Escape)</source>
        <translation>Zurück zu den Einstellungen (Escape)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>A model file (ggml)…</source>
        <translation>Eine Modelldatei (ggml) …</translation>
    </message>
    <message>
        <source>A model folder (safetensors)…</source>
        <translation>Einen Modellordner (safetensors) …</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>The built-in model knows synthetic English voices only: it shows that everything works, and little more. For real speech, download one of Whisper&apos;s own models (base is a good start) or import one. The network is used for nothing else.</source>
        <translation>Das eingebaute Modell kennt nur künstliche englische Stimmen: Es zeigt, dass alles funktioniert, und kaum mehr. Für echte Sprache eines der Modelle von Whisper herunterladen (base ist ein guter Anfang) oder eines einlesen. Das Netz wird für nichts anderes benutzt.</translation>
    </message>
    <message>
        <source>Download from</source>
        <translation>Herunterladen von</translation>
    </message>
    <message>
        <source>the usual place; another address if that one is blocked</source>
        <translation>der übliche Ort; eine andere Adresse, falls er gesperrt ist</translation>
    </message>
</context>
<context>
    <name>tilescribe::NoticeArea</name>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>tilescribe::PerformanceController</name>
    <message>
        <source>The report is in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::PerformanceView</name>
    <message>
        <source>Performance</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>NPU times come from the emulated array, not from an NPU</source>
        <translation>Die NPU-Zeiten stammen von der nachgebildeten Recheneinheit, nicht von einer NPU</translation>
    </message>
    <message>
        <source>Run benchmark</source>
        <translation>Messlauf starten</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>For reading: Markdown</source>
        <translation>Zum Lesen: Markdown</translation>
    </message>
    <message>
        <source>For programs: JSON</source>
        <translation>Für Programme: JSON</translation>
    </message>
    <message>
        <source>Realtime factor</source>
        <translation>Echtzeitfaktor</translation>
    </message>
    <message>
        <source>Seconds of sound recognised per second</source>
        <translation>Sekunden Ton, die je Sekunde erkannt werden</translation>
    </message>
    <message>
        <source>First-word latency</source>
        <translation>Zeit bis zum ersten Wort</translation>
    </message>
    <message>
        <source>From the end of a word to its caption</source>
        <translation>Vom Ende eines Wortes bis zu seinem Untertitel</translation>
    </message>
    <message>
        <source>Lag behind live</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>How far recognition is behind the recording</source>
        <translation>Wie weit die Erkennung hinter der Aufnahme liegt</translation>
    </message>
    <message>
        <source>Dropped samples</source>
        <translation>Verlorene Tonwerte</translation>
    </message>
    <message>
        <source>Frames the sound system lost before they reached this program</source>
        <translation>Tonwerte, die das Tonsystem verlor, bevor sie dieses Programm erreichten</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Resident memory of this program</source>
        <translation>Arbeitsspeicher dieses Programms</translation>
    </message>
    <message>
        <source>NPU</source>
        <translation>NPU</translation>
    </message>
    <message>
        <source>NPU load, last 60 seconds</source>
        <translation>NPU-Last, letzte 60 Sekunden</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>dieses Programm</translation>
    </message>
    <message>
        <source>CPU load, last 60 seconds</source>
        <translation>CPU-Last, letzte 60 Sekunden</translation>
    </message>
    <message>
        <source>Nothing has been recognised yet.</source>
        <translation>Noch wurde nichts erkannt.</translation>
    </message>
    <message>
        <source>Not read yet.</source>
        <translation>Noch nicht gelesen.</translation>
    </message>
    <message>
        <source>No NPU. %1</source>
        <translation>Keine NPU. %1</translation>
    </message>
    <message>
        <source>NPU load: unavailable</source>
        <translation>NPU-Last: nicht verfügbar</translation>
    </message>
    <message>
        <source>NPU load: %1</source>
        <translation>NPU-Last: %1</translation>
    </message>
    <message>
        <source>CPU load: %1 (this program %2)</source>
        <translation>CPU-Last: %1 (dieses Programm %2)</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Kernels, last window</source>
        <translation>Kernel, letztes Fenster</translation>
    </message>
    <message>
        <source>Kernels, last %1 windows</source>
        <translation>Kernel, letzte %1 Fenster</translation>
    </message>
    <message>
        <source>Last window, %1</source>
        <translation>Letztes Fenster, %1</translation>
    </message>
    <message>
        <source>Last window</source>
        <translation>Letztes Fenster</translation>
    </message>
    <message>
        <source>Benchmark runs…</source>
        <translation>Messlauf läuft …</translation>
    </message>
</context>
<context>
    <name>tilescribe::QueueTable</name>
    <message>
        <source>File queue</source>
        <translation>Warteschlange der Dateien</translation>
    </message>
    <message>
        <source>Open transcript</source>
        <translation>Text öffnen</translation>
    </message>
    <message>
        <source>Cancel, keeping what is done</source>
        <translation>Abbrechen, Fertiges behalten</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
</context>
<context>
    <name>tilescribe::RecordingController</name>
    <message>
        <source>A meeting is being recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recognition has ended, the recording goes on: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model: the sound is saved, and its text can be made at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::RecordingTracks</name>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation type="unfinished">Mikrofon</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 without sound: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of sound lost: the machine was too slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::RecoveryBanner</name>
    <message>
        <source>Recordings that were cut off</source>
        <translation>Abgebrochene Aufnahmen</translation>
    </message>
    <message>
        <source>A recording was cut off. Its sound is safe; the text can be finished now.</source>
        <translation>Eine Aufnahme wurde abgebrochen. Ihr Ton ist gesichert; der Text kann jetzt vollendet werden.</translation>
    </message>
    <message>
        <source>“%1”, %2: %3 of sound, text up to %4</source>
        <translation>„%1“, %2: %3 Ton, Text bis %4</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Recover %1</source>
        <translation>%1 wiederherstellen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Recover %1 later</source>
        <translation>%1 später wiederherstellen</translation>
    </message>
</context>
<context>
    <name>tilescribe::SessionDelegate</name>
    <message>
        <source>text only</source>
        <translation>nur Text</translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation>unvollendet</translation>
    </message>
    <message>
        <source>Title of the session</source>
        <translation>Titel der Sitzung</translation>
    </message>
</context>
<context>
    <name>tilescribe::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Record what the speakers play as a second track</source>
        <translation>Lautsprecher als zweite Spur aufnehmen</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Download or import models</source>
        <translation>Modelle herunterladen oder einlesen</translation>
    </message>
    <message>
        <source>Language spoken</source>
        <translation>Gesprochene Sprache</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU-Threads</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Ablage</translation>
    </message>
    <message>
        <source>Folder for sessions</source>
        <translation>Ordner für Sitzungen</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation>Den Ordner in der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language of the program</source>
        <translation>Sprache des Programms</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
</context>
<context>
    <name>tilescribe::Sidebar</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Ctrl 1</source>
        <translation>Strg 1</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Ctrl 2</source>
        <translation>Strg 2</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>Ctrl 3</source>
        <translation>Strg 3</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Ctrl 4</source>
        <translation>Strg 4</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Ctrl ,</source>
        <translation>Strg ,</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>Modell %1</translation>
    </message>
</context>
<context>
    <name>tilescribe::SoundPlayer</name>
    <message>
        <source>The sound cannot be played: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tilescribe::StatTile</name>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
</context>
<context>
    <name>tilescribe::TranscriptPage</name>
    <message>
        <source>This session holds no words.</source>
        <translation>Diese Sitzung enthält keine Wörter.</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>Back to the library (Escape)</source>
        <translation>Zurück zur Sammlung (Escape)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the whole transcript</source>
        <translation>Den ganzen Text kopieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Space plays · click a word to hear it</source>
        <translation>Leertaste spielt ab · ein Klick auf ein Wort lässt es hören</translation>
    </message>
    <message>
        <source>The sound was deleted; the text is kept.</source>
        <translation>Der Ton wurde gelöscht; der Text ist da.</translation>
    </message>
    <message>
        <source>Stop playing</source>
        <translation>Abspielen beenden</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>%1 (Space)</source>
        <translation>%1 (Leertaste)</translation>
    </message>
</context>
<context>
    <name>tilescribe::TranscriptView</name>
    <message>
        <source>Transcript</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy everything</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>tilescribe::WaterfallView</name>
    <message>
        <source>Calls of the last window over time</source>
        <translation>Aufrufe des letzten Fensters im Zeitverlauf</translation>
    </message>
    <message>
        <source>No window has been recognised yet.</source>
        <translation>Noch wurde kein Fenster erkannt.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 (simulated)</source>
        <translation>%1 (simuliert)</translation>
    </message>
    <message>
        <source>%1: %2 at %3</source>
        <translation>%1: %2 bei %3</translation>
    </message>
    <message>
        <source>%1: %2, calls: %3</source>
        <translation>%1: %2, Aufrufe: %3</translation>
    </message>
</context>
<context>
    <name>tilescribe::WindowBar</name>
    <message>
        <source>Recognition window</source>
        <translation>Erkennungsfenster</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
</TS>
