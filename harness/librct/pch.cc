// SPDX-License-Identifier: MIT
// Nothing but the precompiled header: CMake wants a source file to make one for.
