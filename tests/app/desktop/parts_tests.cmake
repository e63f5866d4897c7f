# The desktop's parts, each by itself or in the real window.
tilescribe_test(test_desktop_dashboard SOURCES dashboard_test.cpp DEPENDS tilescribe_desktop LABELS desktop)
# It measures load: beside nothing else.
set_tests_properties(test_desktop_dashboard PROPERTIES RUN_SERIAL TRUE)
tilescribe_test(test_desktop_restart SOURCES restart_test.cpp DEPENDS tilescribe_desktop LABELS desktop)
tilescribe_test(test_desktop_model_host SOURCES model_host_test.cpp DEPENDS tilescribe_desktop LABELS desktop)
