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
