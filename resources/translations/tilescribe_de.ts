<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>BackendChoices</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NPU</source>
        <translation>NPU</translation>
    </message>
    <message>
        <source>Plain loops, to compare with: very slow</source>
        <translation>Schlichte Schleifen zum Vergleichen: sehr langsam</translation>
    </message>
    <message>
        <source>The encoder on the NPU, the decoder on the CPU.</source>
        <translation>Der Encoder läuft auf der NPU, der Decoder auf der CPU.</translation>
    </message>
    <message>
        <source>Emulated NPU: %1, %2</source>
        <translation>Emulierte NPU: %1, %2</translation>
    </message>
    <message>
        <source>AMD&apos;s NPU emulated on this processor, to try it out: its times are simulated, and it is slower than the CPU.</source>
        <translation>AMDs NPU, auf diesem Prozessor emuliert, zum Ausprobieren: Ihre Zeiten sind simuliert, und sie ist langsamer als die CPU.</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>Audio read</source>
        <translation>Ton lesen</translation>
    </message>
    <message>
        <source>Log-mel spectrogram</source>
        <translation>Log-Mel-Spektrogramm</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>Faltung</translation>
    </message>
    <message>
        <source>Encoder layer norm</source>
        <translation>Encoder-Schichtnorm</translation>
    </message>
    <message>
        <source>Encoder QKV</source>
        <translation>Encoder-QKV</translation>
    </message>
    <message>
        <source>Encoder attention</source>
        <translation>Encoder-Attention</translation>
    </message>
    <message>
        <source>Encoder attention out</source>
        <translation>Encoder-Attention-Ausgang</translation>
    </message>
    <message>
        <source>Encoder MLP</source>
        <translation>Encoder-MLP</translation>
    </message>
    <message>
        <source>Cross KV</source>
        <translation>Kreuz-KV</translation>
    </message>
    <message>
        <source>Token embedding</source>
        <translation>Token-Einbettung</translation>
    </message>
    <message>
        <source>Decoder layer norm</source>
        <translation>Decoder-Schichtnorm</translation>
    </message>
    <message>
        <source>Decoder QKV</source>
        <translation>Decoder-QKV</translation>
    </message>
    <message>
        <source>Decoder attention</source>
        <translation>Decoder-Attention</translation>
    </message>
    <message>
        <source>Decoder cross-attention</source>
        <translation>Decoder-Kreuz-Attention</translation>
    </message>
    <message>
        <source>Decoder attention out</source>
        <translation>Decoder-Attention-Ausgang</translation>
    </message>
    <message>
        <source>Decoder MLP</source>
        <translation>Decoder-MLP</translation>
    </message>
    <message>
        <source>Vocabulary projection</source>
        <translation>Vokabular-Projektion</translation>
    </message>
    <message>
        <source>Token search</source>
        <translation>Token-Suche</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Übertragung</translation>
    </message>
    <message>
        <source>the device was unplugged</source>
        <translation>das Gerät wurde abgezogen</translation>
    </message>
    <message>
        <source>the sound system ended the recording from the device</source>
        <translation>das Tonsystem hat die Aufnahme vom Gerät beendet</translation>
    </message>
    <message>
        <source>the device stopped sending sound</source>
        <translation>das Gerät sendet keinen Ton mehr</translation>
    </message>
    <message>
        <source>there was no device to record from</source>
        <translation>es gab kein Gerät zum Aufnehmen</translation>
    </message>
    <message>
        <source>the computer was too busy to keep up with the device</source>
        <translation>der Rechner war zu beschäftigt, um mit dem Gerät mitzuhalten</translation>
    </message>
    <message>
        <source>Fastest, many languages, many errors</source>
        <translation>Am schnellsten, viele Sprachen, viele Fehler</translation>
    </message>
    <message>
        <source>Fastest, English only</source>
        <translation>Am schnellsten, nur Englisch</translation>
    </message>
    <message>
        <source>Fast, many languages: a good start</source>
        <translation>Schnell, viele Sprachen: ein guter Anfang</translation>
    </message>
    <message>
        <source>Fast, English only: a good start</source>
        <translation>Schnell, nur Englisch: ein guter Anfang</translation>
    </message>
    <message>
        <source>Good, many languages</source>
        <translation>Gut, viele Sprachen</translation>
    </message>
    <message>
        <source>Good, English only</source>
        <translation>Gut, nur Englisch</translation>
    </message>
    <message>
        <source>Very good, slow on a CPU</source>
        <translation>Sehr gut, auf einer CPU langsam</translation>
    </message>
    <message>
        <source>Very good, English only, slow on a CPU</source>
        <translation>Sehr gut, nur Englisch, auf einer CPU langsam</translation>
    </message>
    <message>
        <source>Best of its time, slow</source>
        <translation>Zu seiner Zeit das beste, langsam</translation>
    </message>
    <message>
        <source>large-v2 in less memory</source>
        <translation>large-v2 in weniger Speicher</translation>
    </message>
    <message>
        <source>Best, slow</source>
        <translation>Das beste, langsam</translation>
    </message>
    <message>
        <source>large-v3 in less memory</source>
        <translation>large-v3 in weniger Speicher</translation>
    </message>
    <message>
        <source>Nearly the best at a fraction of the decoder&apos;s time</source>
        <translation>Fast das beste in einem Bruchteil der Decoder-Zeit</translation>
    </message>
    <message>
        <source>Turbo in less memory</source>
        <translation>Turbo in weniger Speicher</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Chinesisch</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spanisch</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>Russisch</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Koreanisch</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japanisch</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Portugiesisch</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Türkisch</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polnisch</translation>
    </message>
    <message>
        <source>Catalan</source>
        <translation>Katalanisch</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Niederländisch</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>Arabisch</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>Schwedisch</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italienisch</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>Indonesisch</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>Hindi</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>Finnisch</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>Vietnamesisch</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>Hebräisch</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Ukrainisch</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Griechisch</translation>
    </message>
    <message>
        <source>Malay</source>
        <translation>Malaiisch</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Tschechisch</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>Rumänisch</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>Dänisch</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>Ungarisch</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>Tamil</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>Norwegisch</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>Thailändisch</translation>
    </message>
    <message>
        <source>Urdu</source>
        <translation>Urdu</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>Kroatisch</translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation>Bulgarisch</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>Litauisch</translation>
    </message>
    <message>
        <source>Latin</source>
        <translation>Latein</translation>
    </message>
    <message>
        <source>Maori</source>
        <translation>Maori</translation>
    </message>
    <message>
        <source>Malayalam</source>
        <translation>Malayalam</translation>
    </message>
    <message>
        <source>Welsh</source>
        <translation>Walisisch</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>Slowakisch</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>Telugu</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>Persisch</translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation>Lettisch</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>Bengalisch</translation>
    </message>
    <message>
        <source>Serbian</source>
        <translation>Serbisch</translation>
    </message>
    <message>
        <source>Azerbaijani</source>
        <translation>Aserbaidschanisch</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>Slowenisch</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>Kannada</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>Estnisch</translation>
    </message>
    <message>
        <source>Macedonian</source>
        <translation>Mazedonisch</translation>
    </message>
    <message>
        <source>Breton</source>
        <translation>Bretonisch</translation>
    </message>
    <message>
        <source>Basque</source>
        <translation>Baskisch</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>Isländisch</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>Armenisch</translation>
    </message>
    <message>
        <source>Nepali</source>
        <translation>Nepalesisch</translation>
    </message>
    <message>
        <source>Mongolian</source>
        <translation>Mongolisch</translation>
    </message>
    <message>
        <source>Bosnian</source>
        <translation>Bosnisch</translation>
    </message>
    <message>
        <source>Kazakh</source>
        <translation>Kasachisch</translation>
    </message>
    <message>
        <source>Albanian</source>
        <translation>Albanisch</translation>
    </message>
    <message>
        <source>Swahili</source>
        <translation>Suaheli</translation>
    </message>
    <message>
        <source>Galician</source>
        <translation>Galicisch</translation>
    </message>
    <message>
        <source>Marathi</source>
        <translation>Marathi</translation>
    </message>
    <message>
        <source>Punjabi</source>
        <translation>Panjabi</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>Singhalesisch</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>Khmer</translation>
    </message>
    <message>
        <source>Shona</source>
        <translation>Shona</translation>
    </message>
    <message>
        <source>Yoruba</source>
        <translation>Yoruba</translation>
    </message>
    <message>
        <source>Somali</source>
        <translation>Somali</translation>
    </message>
    <message>
        <source>Afrikaans</source>
        <translation>Afrikaans</translation>
    </message>
    <message>
        <source>Occitan</source>
        <translation>Okzitanisch</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>Georgisch</translation>
    </message>
    <message>
        <source>Belarusian</source>
        <translation>Belarussisch</translation>
    </message>
    <message>
        <source>Tajik</source>
        <translation>Tadschikisch</translation>
    </message>
    <message>
        <source>Sindhi</source>
        <translation>Sindhi</translation>
    </message>
    <message>
        <source>Gujarati</source>
        <translation>Gujarati</translation>
    </message>
    <message>
        <source>Amharic</source>
        <translation>Amharisch</translation>
    </message>
    <message>
        <source>Yiddish</source>
        <translation>Jiddisch</translation>
    </message>
    <message>
        <source>Lao</source>
        <translation>Laotisch</translation>
    </message>
    <message>
        <source>Uzbek</source>
        <translation>Usbekisch</translation>
    </message>
    <message>
        <source>Faroese</source>
        <translation>Färöisch</translation>
    </message>
    <message>
        <source>Haitian Creole</source>
        <translation>Haitianisch</translation>
    </message>
    <message>
        <source>Pashto</source>
        <translation>Paschtu</translation>
    </message>
    <message>
        <source>Turkmen</source>
        <translation>Turkmenisch</translation>
    </message>
    <message>
        <source>Nynorsk</source>
        <translation>Nynorsk</translation>
    </message>
    <message>
        <source>Maltese</source>
        <translation>Maltesisch</translation>
    </message>
    <message>
        <source>Sanskrit</source>
        <translation>Sanskrit</translation>
    </message>
    <message>
        <source>Luxembourgish</source>
        <translation>Luxemburgisch</translation>
    </message>
    <message>
        <source>Myanmar</source>
        <translation>Birmanisch</translation>
    </message>
    <message>
        <source>Tibetan</source>
        <translation>Tibetisch</translation>
    </message>
    <message>
        <source>Tagalog</source>
        <translation>Tagalog</translation>
    </message>
    <message>
        <source>Malagasy</source>
        <translation>Malagassi</translation>
    </message>
    <message>
        <source>Assamese</source>
        <translation>Assamesisch</translation>
    </message>
    <message>
        <source>Tatar</source>
        <translation>Tatarisch</translation>
    </message>
    <message>
        <source>Hawaiian</source>
        <translation>Hawaiisch</translation>
    </message>
    <message>
        <source>Lingala</source>
        <translation>Lingala</translation>
    </message>
    <message>
        <source>Hausa</source>
        <translation>Haussa</translation>
    </message>
    <message>
        <source>Bashkir</source>
        <translation>Baschkirisch</translation>
    </message>
    <message>
        <source>Javanese</source>
        <translation>Javanisch</translation>
    </message>
    <message>
        <source>Sundanese</source>
        <translation>Sundanesisch</translation>
    </message>
    <message>
        <source>Cantonese</source>
        <translation>Kantonesisch</translation>
    </message>
    <message>
        <source>Linux shows no AMD NPU on this machine.</source>
        <translation>Linux zeigt auf diesem Rechner keine AMD-NPU.</translation>
    </message>
    <message>
        <source>The whole NPU, from the driver&apos;s sensors.</source>
        <translation>Die ganze NPU, von den Sensoren des Treibers.</translation>
    </message>
    <message>
        <source>Own load, from the driver.</source>
        <translation>Eigene Last, vom Treiber.</translation>
    </message>
    <message>
        <source>Own load, from the time that our own runs took.</source>
        <translation>Eigene Last, aus der Dauer der eigenen Läufe.</translation>
    </message>
    <message>
        <source>The NPU&apos;s load is not known.</source>
        <translation>Die Last der NPU ist nicht bekannt.</translation>
    </message>
</context>
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
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
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
        <translation>Der Ton ist gesichert. Die letzten Wörter werden noch erkannt; das Fenster schließt sich von selbst.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Recordings to transcribe</source>
        <translation>Aufnahmen zum Verschriftlichen</translation>
    </message>
    <message>
        <source>Transcript ready</source>
        <translation>Text fertig</translation>
    </message>
    <message>
        <source>Not transcribed</source>
        <translation>Nicht verschriftlicht</translation>
    </message>
    <message>
        <source>The transcript is in %1.</source>
        <translation>Der Text liegt in %1.</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Export the transcript</source>
        <translation>Den Text exportieren</translation>
    </message>
    <message>
        <source>Completing the text of the recording: %1 %</source>
        <translation>Der Text der Aufnahme wird vollendet: %1 %</translation>
    </message>
    <message>
        <source>The recording is complete; it is in the library.</source>
        <translation>Die Aufnahme ist vollständig; sie ist in der Sammlung.</translation>
    </message>
    <message>
        <source>There is no microphone.</source>
        <translation>Es gibt kein Mikrofon.</translation>
    </message>
    <message>
        <source>Recording goes on from %1.</source>
        <translation>Die Aufnahme geht mit %1 weiter.</translation>
    </message>
    <message>
        <source>There is no device to record from. The recording goes on as soon as one is plugged in.</source>
        <translation>Es gibt kein Gerät zum Aufnehmen. Die Aufnahme geht weiter, sobald eines angeschlossen ist.</translation>
    </message>
    <message>
        <source>The machine was too slow for the device: some sound is lost. The place is marked.</source>
        <translation>Der Rechner war zu langsam für das Gerät: Etwas Ton ging verloren. Die Stelle ist markiert.</translation>
    </message>
    <message>
        <source>Nothing has been heard from %1 (%2) for a while, although the other track speaks. Is it muted?</source>
        <translation>Von %1 (%2) war eine Weile nichts zu hören, obwohl auf der anderen Spur gesprochen wird. Ist das Gerät stumm geschaltet?</translation>
    </message>
    <message>
        <source>The sound is being written again; %1 s of it could not be kept.</source>
        <translation>Der Ton wird wieder geschrieben; %1 s davon ließen sich nicht behalten.</translation>
    </message>
    <message>
        <source>System default (%1)</source>
        <translation>Vorgabe des Systems (%1)</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>Vorgabe des Systems</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Ein Modell einlesen</translation>
    </message>
    <message>
        <source>Whisper models (*.bin)</source>
        <translation>Whisper-Modelle (*.bin)</translation>
    </message>
    <message>
        <source>Import a model folder</source>
        <translation>Einen Modellordner einlesen</translation>
    </message>
    <message>
        <source>Detect</source>
        <translation>Erkennen</translation>
    </message>
    <message>
        <source>Where recordings are kept</source>
        <translation>Wo Aufnahmen aufbewahrt werden</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>Die Sprache wechselt beim nächsten Start.</translation>
    </message>
    <message>
        <source>The fastest that works</source>
        <translation>Das schnellste, das funktioniert</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>This needs PulseAudio or PipeWire; neither answers here.</source>
        <translation>Dazu braucht es PulseAudio oder PipeWire; hier antwortet keines von beiden.</translation>
    </message>
    <message>
        <source>No NPU: %1</source>
        <translation>Keine NPU: %1</translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation>Den Bericht exportieren</translation>
    </message>
    <message>
        <source>%1 are free on this disk.</source>
        <translation>%1 sind auf diesem Datenträger frei.</translation>
    </message>
    <message>
        <source>No recordings yet.</source>
        <translation>Noch keine Aufnahmen.</translation>
    </message>
    <message>
        <source>The recordings take %1.</source>
        <translation>Die Aufnahmen belegen %1.</translation>
    </message>
    <message>
        <source>%1 is gone: %2. Recording goes on from the next device.</source>
        <translation>%1 ist weg: %2. Die Aufnahme geht mit dem nächsten Gerät weiter.</translation>
    </message>
    <message>
        <source>%1. The sound waits in memory and the text goes on. Please make room.</source>
        <translation>%1. Der Ton wartet im Arbeitsspeicher, und der Text geht weiter. Bitte Platz schaffen.</translation>
    </message>
    <message>
        <source>Emulated NPU</source>
        <translation>Emulierte NPU</translation>
    </message>
    <message>
        <source>The NPU was given up.</source>
        <translation>Die NPU wurde aufgegeben.</translation>
    </message>
    <message>
        <source>Its times are simulated; it is slower than the CPU.</source>
        <translation>Ihre Zeiten sind simuliert; sie ist langsamer als die CPU.</translation>
    </message>
</context>
<context>
    <name>tilescribe::FileQueueController</name>
    <message>
        <source>There is not enough memory for this file.</source>
        <translation>Für diese Datei reicht der Arbeitsspeicher nicht.</translation>
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
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>%1 (simulated)</source>
        <translation>%1 (simuliert)</translation>
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
        <translation>Zeiten des emulierten Rechenfelds: simuliert, nicht auf einer NPU gemessen</translation>
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
    <message>
        <source>So many of a hundred calls took no longer; in the unit of the mean</source>
        <translation>So viele von hundert Aufrufen dauerten nicht länger; in der Einheit des Mittels</translation>
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
        <translation>%1 lässt sich nicht in den Papierkorb legen und bleibt, wo es ist.</translation>
    </message>
    <message>
        <source>%1 cannot be deleted.</source>
        <translation>%1 lässt sich nicht löschen.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
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
    <message>
        <source>NPU %1 (simulated)</source>
        <translation>NPU %1 (simuliert)</translation>
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
        <translation>Für das Modell %1 reicht der Arbeitsspeicher nicht.</translation>
    </message>
</context>
<context>
    <name>tilescribe::ModelsController</name>
    <message numerus="yes">
        <source>%n languages</source>
        <translation>
            <numerusform>%n Sprache</numerusform>
            <numerusform>%n Sprachen</numerusform>
        </translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Built-in (%1)</source>
        <translation>Eingebaut (%1)</translation>
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
        <translation>Der Bericht liegt in %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>Busy time of the emulated array (simulated)</source>
        <translation>Arbeitszeit des emulierten Rechenfelds (simuliert)</translation>
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
        <translation>Die NPU-Zeiten stammen vom emulierten Rechenfeld, nicht von einer NPU</translation>
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
        <translation>Echtzeit-Faktor</translation>
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
    <message>
        <source>Kernels, one window since the model was loaded</source>
        <translation>Kernel, ein Fenster, seit das Modell geladen wurde</translation>
    </message>
    <message>
        <source>Kernels, all %1 windows since the model was loaded</source>
        <translation>Kernel, alle %1 Fenster, seit das Modell geladen wurde</translation>
    </message>
    <message>
        <source>NPU load: %1 (simulated)</source>
        <translation>NPU-Last: %1 (simuliert)</translation>
    </message>
    <message>
        <source>Last window, %1, the NPU&apos;s part simulated</source>
        <translation>Letztes Fenster, %1, der Anteil der NPU simuliert</translation>
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
        <translation>Eine Besprechung wird aufgenommen</translation>
    </message>
    <message>
        <source>Recording of %1</source>
        <translation>Aufnahme vom %1</translation>
    </message>
    <message>
        <source>Recognition has ended, the recording goes on: %1</source>
        <translation>Die Erkennung ist abgebrochen, die Aufnahme geht weiter: %1</translation>
    </message>
    <message>
        <source>There is no model: the sound is saved, and its text can be made at the next start.</source>
        <translation>Es gibt kein Modell: Der Ton ist gesichert, sein Text kann beim nächsten Start entstehen.</translation>
    </message>
</context>
<context>
    <name>tilescribe::RecordingTracks</name>
    <message>
        <source>You</source>
        <translation>Ich</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>%1 without sound: %2</source>
        <translation>%1 ohne Ton: %2</translation>
    </message>
    <message>
        <source>%1 of sound lost: the machine was too slow</source>
        <translation>%1 Ton verloren: Der Rechner war zu langsam</translation>
    </message>
    <message>
        <source>Pause of %1</source>
        <translation>Pause von %1</translation>
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
    <message>
        <source>Another language is spoken from the next start on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
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
        <translation>Der Ton lässt sich nicht abspielen: %1</translation>
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
<context>
    <name>NpuWords</name>
    <message>
        <source>%1 is there, but this user may not open %2: join the group render (sudo usermod -aG render $USER) and log in again.</source>
        <translation>%1 ist da, aber dieser Benutzer darf %2 nicht öffnen: Der Gruppe render beitreten (sudo usermod -aG render $USER) und neu anmelden.</translation>
    </message>
    <message>
        <source>%1 is there, but %2 is not: a container must be given that device.</source>
        <translation>%1 ist da, aber %2 nicht: Ein Container muss dieses Gerät bekommen.</translation>
    </message>
    <message>
        <source>There is an AMD accelerator (%1), but not one that this version knows.</source>
        <translation>Es gibt einen AMD-Beschleuniger (%1), aber keinen, den diese Version kennt.</translation>
    </message>
    <message>
        <source>%1 is there, but its driver is not loaded: use Linux 6.14 or later (sudo modprobe amdxdna) or AMD&apos;s xdna-driver.</source>
        <translation>%1 ist da, aber der Treiber ist nicht geladen: Linux 6.14 oder neuer verwenden (sudo modprobe amdxdna) oder AMDs xdna-driver.</translation>
    </message>
    <message>
        <source>%1 is there, but its firmware (%2) is missing: install a current linux-firmware and restart.</source>
        <translation>%1 ist da, aber die Firmware (%2) fehlt: Ein aktuelles linux-firmware installieren und neu starten.</translation>
    </message>
    <message>
        <source>%1 is there, but the driver did not start it: &quot;sudo dmesg | grep amdxdna&quot; says why (often the IOMMU is off, or the firmware too old).</source>
        <translation>%1 ist da, aber der Treiber hat sie nicht gestartet: „sudo dmesg | grep amdxdna“ sagt, warum (oft ist die IOMMU aus oder die Firmware zu alt).</translation>
    </message>
    <message>
        <source>%1, firmware %2</source>
        <translation>%1, Firmware %2</translation>
    </message>
    <message>
        <source>%1, is ready.</source>
        <translation>%1 ist bereit.</translation>
    </message>
    <message>
        <source>The NPU was given up, and the CPU goes on; no text is lost. %1</source>
        <translation>Die NPU wurde aufgegeben, die CPU macht weiter; es geht kein Text verloren. %1</translation>
    </message>
    <message>
        <source>The NPU failed once: the window is repeated, and no text is lost. %1</source>
        <translation>Die NPU hat einmal versagt: Der Abschnitt wird wiederholt, es geht kein Text verloren. %1</translation>
    </message>
    <message>
        <source>The NPU failed once: it is tried again. %1</source>
        <translation>Die NPU hat einmal versagt: Es wird noch einmal versucht. %1</translation>
    </message>
    <message>
        <source>The NPU could not be used, and the CPU was taken. %1</source>
        <translation>Die NPU war nicht zu verwenden, stattdessen rechnet die CPU. %1</translation>
    </message>
</context>
</TS>
