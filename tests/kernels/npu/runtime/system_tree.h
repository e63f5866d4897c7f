// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <fstream>
#include <string>

namespace tilescribe::testing {

/// A made-up /sys, /dev and /lib/firmware below a folder.
class SystemTree {
public:
    explicit SystemTree(std::filesystem::path root) : root_(std::move(root)) {}

    [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }
    void write(const std::filesystem::path& file, const std::string& text) const {
        std::filesystem::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
    }
    /// A PCI device at 0000:c4:00.1, bound to a driver or not.
    void add_device(const std::string& vendor, const std::string& device, const std::string& revision) const {
        const std::filesystem::path folder = "sys/bus/pci/devices/0000:c4:00.1";
        write(folder / "vendor", vendor + "\n");
        write(folder / "device", device + "\n");
        write(folder / "revision", revision + "\n");
    }
    void load_driver() const { write("sys/module/amdxdna/refcnt", "0\n"); }
    /// What the driver adds once the device runs.
    void start_device(const std::string& name, const std::string& firmware) const {
        const std::filesystem::path folder = "sys/bus/pci/devices/0000:c4:00.1";
        write(folder / "vbnv", name + "\n");
        write(folder / "fw_version", firmware + "\n");
        write("dev/accel/accel0", "");
        std::filesystem::create_directories(root_ / "sys/class/accel/accel0");
        std::filesystem::create_directory_symlink(root_ / folder, root_ / "sys/class/accel/accel0/device");
    }

private:
    std::filesystem::path root_;
};

}  // namespace tilescribe::testing
