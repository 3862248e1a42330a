  def activated(self: __torch__.Kernels, x: Tensor, activation: int) -> Tensor:
    if activation == 0:
      y = torch.silu(x)
    else:
      if activation == 1:
        y = torch.gelu(x, approximate="tanh")
      else:
        y = torch.gelu(x)
    return y

  def activation_backward(self: __torch__.Kernels, dy: Tensor, x: Tensor, activation: int) -> Tensor:
    if activation == 0:
      dx = torch.silu_backward(dy, x)
    else:
      if activation == 1:
        dx = torch.gelu_backward(dy, x, approximate="tanh")
      else:
        dx = torch.gelu_backward(dy, x)
    return dx

  def feed_forward(self: __torch__.Kernels, h: Tensor, w: List[Tensor], shape: List[int], real: List[float], kept: List[Tensor]) -> Tuple[Tensor, Tensor]:
    gu = (self).projected(h, w, 4, shape, real, kept)
    if shape[5] == 1:
      gate, up, = torch.chunk(gu, 2, 1)
      a = torch.mul_((self).activated(gate, shape[4]), up)
    else:
      a = (self).activated(gu, shape[4])
    return ((self).projected(a, w, 5, shape, real, kept), gu)

  def feed_forward_backward(self: __torch__.Kernels, dy: Tensor, gu: Tensor, w: List[Tensor], g: List[Tensor], shape: List[int], real: List[float], saved: List[Tensor], keep: int) -> Tensor:
    da = (self).projected_inputs(dy, w, 5, shape, real, saved)
    learns = (self).learns(g, 5, shape)
    if shape[5] == 1:
      gate, up, = torch.chunk(gu, 2, 1)
      s = (self).activated(gate, shape[4])
      dgu = torch.empty_like(gu)
      dgate, dup, = torch.chunk(dgu, 2, 1)
      _0 = torch.mul(da, s, out=dup)
      if shape[4] == 0:
        _1 = torch.silu_backward(torch.mul_(da, up), gate, grad_input=dgate)
      else:
        _2 = torch.copy_(dgate, (self).activation_backward(torch.mul_(da, up), gate, shape[4]))
      if learns:
        _3 = (self).projected_weights(dy, torch.mul_(s, up), w, g, 5, shape, real, saved, keep)
    else:
      if learns:
        _4 = (self).projected_weights(dy, (self).activated(gu, shape[4]), w, g, 5, shape, real, saved, keep)
      dgu = (self).activation_backward(da, gu, shape[4])
    _5 = (self).bias_backward(dy, g[11], keep)
    _6 = (self).bias_backward(dgu, g[10], keep)
    return dgu
