// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live_panel.h"

#include "ui/format_text.h"
#include "ui/kernel_bars.h"
#include "ui/load_chart.h"
#include "ui/load_sample.h"
#include "ui/new_child.h"
#include "ui/style_sheet.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace tilescribe {

LivePanel::LivePanel(QWidget* parent)
    : QFrame(parent),
      npuTitle_(makeLabel(tr("NPU"), "heading", this)),
      cpuTitle_(makeLabel(tr("CPU"), "heading", this)),
      npu_(newChild<LoadChart>(std::vector<LoadChart::Series>{{.name = tr("NPU"), .filled = true}}, this)),
      noNpu_(makeLabel({}, "note", this)),
      cpu_(newChild<LoadChart>(std::vector<LoadChart::Series>{{.name = tr("CPU"), .ink = LoadChart::Ink::cpu}}, this)),
      kernels_(newChild<KernelBars>(this)),
      remark_(makeLabel({}, "note", this)) {
    setRole(this, "card");
    setFixedWidth(290);
    npu_->setCompact(true);
    npu_->setAccessibleName(tr("NPU load, last 60 seconds"));
    cpu_->setCompact(true);
    cpu_->setAccessibleName(tr("CPU load, last 60 seconds"));
    noNpu_->setWordWrap(true);
    noNpu_->hide();
    remark_->setWordWrap(true);
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(16, 13, 16, 13);
    column->setSpacing(6);
    column->addWidget(npuTitle_);
    column->addWidget(npu_);
    column->addWidget(noNpu_);
    column->addSpacing(6);
    column->addWidget(cpuTitle_);
    column->addWidget(cpu_);
    column->addSpacing(8);
    column->addWidget(makeLabel(tr("Kernels, last window"), "heading", this));
    column->addWidget(kernels_);
    column->addWidget(remark_);
    column->addStretch(1);
}

void LivePanel::append(const LoadSample& sample) {
    npu_->append(sample.timeS, {sample.npu});
    cpu_->append(sample.timeS, {sample.cpuMachine});
    npuTitle_->setText(!sample.npu           ? tr("NPU")
                       : sample.npuSimulated ? tr("NPU %1 (simulated)").arg(format::percent(sample.npu))
                                             : tr("NPU %1").arg(format::percent(sample.npu)));
    cpuTitle_->setText(sample.cpuMachine ? tr("CPU %1").arg(format::percent(sample.cpuMachine)) : tr("CPU"));
}

void LivePanel::setNpuUnavailable(const QString& reason) {
    noNpu_->setText(reason);
    noNpu_->setVisible(!reason.isEmpty());
    npu_->setVisible(reason.isEmpty());
}

void LivePanel::setKernels(const std::vector<KernelRow>& rows, const QString& remark) {
    const bool simulated = std::ranges::any_of(rows, &KernelRow::simulated);
    kernels_->setRows(rows);
    QStringList remarks;
    if (!remark.isEmpty()) remarks << remark;
    if (simulated) remarks << tr("NPU times are simulated.");
    remark_->setText(remarks.join(QLatin1Char('\n')));
}

}  // namespace tilescribe
