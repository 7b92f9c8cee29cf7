// SPDX-License-Identifier: MIT
#include "init.h"

#include <fcntl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

namespace rct {
namespace {

constexpr char kPort[] = "rct";
constexpr int kConsoleLevel = 8;  // SYSLOG_ACTION_CONSOLE_LEVEL of syslog(2)
constexpr int kWarnings = 5;      // everything more urgent than a notice
constexpr int kPortTries = 200;   // of 5 ms: the kernel publishes a port's name shortly after the device

void Mount(const char* type, const char* where, bool needed) {
  std::error_code ignored;
  std::filesystem::create_directories(where, ignored);
  if (mount(type, where, type, MS_NOSUID, nullptr) == -1 && errno != EBUSY && needed)
    std::fprintf(stderr, "rct-executor: mount %s: %s\n", where, std::strerror(errno));
}

// The virtio port's device, or "" if this kernel has no driver for it.
std::string VirtioPort() {
  namespace fs = std::filesystem;
  std::error_code error;
  for (int i = 0; i < kPortTries && fs::exists("/sys/bus/virtio/drivers/virtio_console", error); ++i) {
    for (const fs::directory_entry& entry : fs::directory_iterator("/sys/class/virtio-ports", error)) {
      std::string name;
      std::getline(std::ifstream(entry.path() / "name"), name);
      if (name == kPort) return "/dev/" + entry.path().filename().string();
    }
    usleep(5000);
  }
  return "";
}

int OpenRaw(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_NOCTTY);
  termios settings{};
  if (descriptor != -1 && tcgetattr(descriptor, &settings) == 0) {
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL;
    tcsetattr(descriptor, TCSANOW, &settings);
  }
  return descriptor;
}

// For the first group with its own CPUs and the first with a limit, the kernel patches itself, which emulated
// CPUs may not survive (rseqct/targets/guest.py). So these groups are made before the other CPUs come up.
void MakeFirstControlGroup() {
  const std::string root = "/sys/fs/cgroup/", first = root + "first";
  for (const char* controller : {"+cpu", "+cpuset"})
    std::ofstream(root + "cgroup.subtree_control") << controller;
  mkdir(first.c_str(), 0755);
  std::ofstream(first + "/cpu.max") << "100000";
}

// The contents of rseq's files in debugfs before any case has written to them: see AtBoot in rct/debugfs.h.
void KeepDebugfsAtBoot() {
  std::error_code error;
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::directory_iterator("/sys/kernel/debug/rseq", error)) {
    std::string line;
    if (std::getline(std::ifstream(entry.path()), line))
      setenv(("RSEQCT_AT_BOOT_" + entry.path().filename().string()).c_str(), line.c_str(), 1);
  }
}

// A guest may boot with one CPU (maxcpus=1): the others join here.
void BringUpCpus() {
  std::error_code error;
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::directory_iterator("/sys/devices/system/cpu", error)) {
    const std::string path = entry.path() / "online";
    if (access(path.c_str(), W_OK) == 0) std::ofstream(path) << '1';
  }
}

}  // namespace

bool IsInit() { return getpid() == 1 && getenv("RSEQCT_CHANNEL") != nullptr; }

void BecomeInit() {
  Mount("proc", "/proc", true);
  Mount("sysfs", "/sys", true);
  Mount("devtmpfs", "/dev", true);
  Mount("tmpfs", "/dev/shm", true);
  Mount("tmpfs", "/tmp", true);
  chmod("/dev/shm", 01777);
  chmod("/tmp", 01777);
  Mount("debugfs", "/sys/kernel/debug", false);
  KeepDebugfsAtBoot();
  Mount("tracefs", "/sys/kernel/tracing", false);
  Mount("cgroup2", "/sys/fs/cgroup", false);
  MakeFirstControlGroup();
  BringUpCpus();
  klogctl(kConsoleLevel, nullptr, kWarnings);  // "quiet" was only for the boot

  const std::string port = VirtioPort();
  int channel = port.empty() ? -1 : OpenRaw(port);
  if (channel == -1) channel = OpenRaw(std::string("/dev/") + getenv("RSEQCT_CHANNEL"));
  if (channel == -1) {
    std::fprintf(stderr, "rct-executor: no channel: /dev/%s: %s\n", getenv("RSEQCT_CHANNEL"),
                 std::strerror(errno));
    PowerOff();
  }
  unsetenv("RSEQCT_CHANNEL");
  dup2(channel, 0);
  dup2(channel, 1);
  if (channel > 2) close(channel);
}

void PowerOff() {
  reboot(RB_POWER_OFF);
  _exit(1);
}

}  // namespace rct
