# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# Debian packages by need. The one list of what ./run and ./test install.

# The command line: ./run transcribe.
packages_cli=(
    g++ cmake ninja-build pkg-config ccache
    libavformat-dev libavcodec-dev libswresample-dev libavutil-dev
    libfftw3-dev libdnnl-dev libspdlog-dev libcli11-dev nlohmann-json3-dev libutf8proc-dev zlib1g-dev
    libcurl4-openssl-dev libssl-dev
)

# The desktop program, in addition.
packages_desktop=(
    qt6-base-dev qt6-base-dev-tools qt6-svg-dev libqt6svg6 qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools linguist-qt6
    qt6-translations-l10n qt6-qpa-plugins libgl1-mesa-dev
    portaudio19-dev libasound2-dev libasound2-plugins libsoxr-dev libpulse-dev libsqlite3-dev
)

# The tests and checks, in addition.
packages_test=(
    clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev
    libbenchmark-dev libxrt-dev uuid-dev
    python3 python3-numpy ffmpeg sox
    xvfb xauth x11-utils xdotool fonts-dejavu-core dbus pulseaudio pulseaudio-utils
    desktop-file-utils appstream mandoc
)
