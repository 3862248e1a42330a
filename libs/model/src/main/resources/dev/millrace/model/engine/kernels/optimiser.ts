  def gradient_norm(self: __torch__.Kernels, g: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)), 2, dtype=7)

  def adamw(self: __torch__.Kernels, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: float, divisor: float, lr: float, beta1: float, beta2: float, decay: float, eps: float) -> Tensor:
    count = torch.full([], step, dtype=6)
    counts = annotate(List[Tensor], [])
    for i in range(torch.len(w)):
      _0 = torch.append(counts, count)
    by = torch.full([], divisor, dtype=6)
    torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), counts, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=by)
    return count

  # Copies the values of every source into the target of the same shape at its place.
  def copy_all(self: __torch__.Kernels, targets: List[Tensor], sources: List[Tensor]) -> Tensor:
    for i in range(torch.len(targets)):
      _0 = torch.copy_(targets[i], sources[i])
    return targets[0]

  def root_mean_square(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.div(torch.linalg_vector_norm(x), torch.sqrt(torch.full([], x.numel(), dtype=6)))

  def adafactor(self: __torch__.Kernels, w: Tensor, g: Tensor, low: int, high: int, rows: Tensor, columns: Tensor, divisor: float, lr: float, decay: float, scaled: int, keeping: float, eps: float, least: float, threshold: float) -> Tensor:
    weight = torch.slice(w, 0, low, high)
    gradient = torch.div_(torch.slice(g, 0, low, high), divisor)
    rate = torch.full([], lr, dtype=6)
    if scaled == 1:
      rate = torch.mul_(rate, torch.clamp_min((self).root_mean_square(weight), least))
    update = torch.add_(torch.mul(gradient, gradient), eps)
    if columns.numel() > 0:
      _0 = torch.add_(torch.mul_(rows, keeping), torch.mean(update, [1]), alpha=1. - keeping)
      _1 = torch.add_(torch.mul_(columns, keeping), torch.mean(update, [0]), alpha=1. - keeping)
      by_row = torch.rsqrt_(torch.div(rows, torch.mean(rows)))
      update = torch.mul_(torch.mul(torch.unsqueeze(by_row, 1), torch.rsqrt(columns), out=update), gradient)
    else:
      _2 = torch.add_(torch.mul_(rows, keeping), update, alpha=1. - keeping)
      update = torch.mul_(torch.rsqrt(rows), gradient)
    size = torch.clamp_min(torch.div((self).root_mean_square(update), threshold), 1.)
    update = torch.mul_(torch.div_(update, size), rate)
    if decay > 0.:
      _3 = torch.mul_(weight, torch.add(torch.mul(rate, -decay), 1.))
    _4 = torch.sub_(weight, update)
    return rate
