  def put(self: __torch__.Kernels, g: Tensor, value: Tensor, keep: int) -> Tensor:
    if keep == 0:
      torch.copy_(g, value)
    else:
      torch.add_(g, value)
    return g

# MKL, behind torch.linear, leaves half of an AMD processor's AVX-512 unused in fp32; oneDNN's multiplication does not. It is for the CPU alone
# and unknown to the engine's gradients.
  def direct(self: __torch__.Kernels, x: Tensor) -> bool:
    return torch.__and__(x.dtype == 6, torch.__and__(torch.__not__(x.is_cuda), torch.__not__(torch.is_grad_enabled())))

  def product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    if torch.__and__((self).direct(x), torch.__and__(x.numel() > 0, w.numel() > 0)):
      y = ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")
    else:
      y = torch.linear(x, w)
    return y

  def product_into(self: __torch__.Kernels, x: Tensor, w: Tensor, out: Tensor) -> Tensor:
    if (self).direct(x):
      torch.copy_(out, (self).product(x, w))
    else:
      torch.mm(x, torch.t(w), out=out)
    return out

  def linear(self: __torch__.Kernels, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    if bias.numel() > 0:
      if (self).direct(x):
        y = torch.add_((self).product(x, torch.to(w, 6)), torch.to(bias, 6))
      else:
        y = torch.linear(x, torch.to(w, x.dtype), torch.to(bias, x.dtype))
    else:
      y = (self).product(x, torch.to(w, x.dtype))
    return y

  def bias_backward(self: __torch__.Kernels, dy: Tensor, g: Tensor, keep: int) -> Tensor:
    if g.numel() > 0:
      _0 = (self).put(g, torch.sum(dy, [0], dtype=6), keep)
    return g

  def linear_backward(self: __torch__.Kernels, dy: Tensor, x: Tensor, g: Tensor, gain: float, keep: int) -> Tensor:
    if (self).direct(dy):
      xt = torch.t(x)
      for i in range(torch.floordiv(g.size(0) + 8191, 8192)):
        a = i * 8192
        part = (self).product(torch.t(torch.slice(dy, 1, a, a + 8192)), xt)
        if gain != 1.:
          part = torch.mul_(part, gain)
        _1 = (self).put(torch.slice(g, 0, a, a + 8192), part, keep)
    else:
      product = torch.mm(torch.t(dy), x)
      if gain != 1.:
        product = torch.mul_(torch.to(product, 6), gain)
      _0 = (self).put(g, product, keep)
    return g
