# The desktop's parts, each by itself or in the real window.
tilescribe_test(test_desktop_dashboard SOURCES dashboard_test.cpp DEPENDS tilescribe_desktop LABELS desktop)
# It measures load: beside nothing else.
set_tests_properties(test_desktop_dashboard PROPERTIES RUN_SERIAL TRUE)
tilescribe_test(test_desktop_emulated_npu SOURCES emulated_npu_test.cpp DEPENDS tilescribe_desktop tilescribe_kernels_npu LABELS desktop)
tilescribe_test(test_desktop_restart SOURCES restart_test.cpp DEPENDS tilescribe_desktop LABELS desktop)
tilescribe_test(test_desktop_model_host SOURCES model_host_test.cpp DEPENDS tilescribe_desktop LABELS desktop)
tilescribe_test(test_desktop_sound_player SOURCES sound_player_test.cpp
    DEPENDS tilescribe_desktop tilescribe_desktop_test_support LABELS desktop)
set_tests_properties(test_desktop_sound_player PROPERTIES RESOURCE_LOCK pulseaudio)
tilescribe_test(test_desktop_models SOURCES models_test.cpp
    DEPENDS tilescribe_desktop tilescribe_models_test_support LABELS desktop)
# no-asan: a sanitizer keeps freed memory; no-tsan: likewise, and minutes become an hour.
tilescribe_test(test_desktop_long_session SOURCES long_session_test.cpp DEPENDS tilescribe_desktop LABELS slow no-asan no-tsan)
tilescribe_test(test_desktop_export SOURCES export_test.cpp DEPENDS tilescribe_desktop LABELS desktop)
tilescribe_test(test_desktop_citizen SOURCES citizen_test.cpp DEPENDS tilescribe_desktop Qt6::DBus LABELS desktop)
