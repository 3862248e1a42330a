  def put(self: __torch__.Kernels, g: Tensor, value: Tensor, keep: int) -> Tensor:
    if keep == 0:
      torch.copy_(g, value)
    else:
      torch.add_(g, value)
    return g

  def linear(self: __torch__.Kernels, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    if bias.numel() > 0:
      y = torch.linear(x, torch.to(w, x.dtype), torch.to(bias, x.dtype))
    else:
      y = torch.linear(x, torch.to(w, x.dtype))
    return y

  def bias_backward(self: __torch__.Kernels, dy: Tensor, g: Tensor, keep: int) -> Tensor:
    if g.numel() > 0:
      _0 = (self).put(g, torch.sum(dy, [0], dtype=6), keep)
    return g

  def linear_backward(self: __torch__.Kernels, dy: Tensor, x: Tensor, g: Tensor, gain: float, keep: int) -> Tensor:
    if dy.dtype == 6:
      torch.addmm_(g, torch.t(dy), x, beta=keep, alpha=gain)
    else:
      product = torch.mm(torch.t(dy), x)
      if gain != 1.:
        product = torch.mul_(torch.to(product, 6), gain)
      _0 = (self).put(g, product, keep)
    return g
