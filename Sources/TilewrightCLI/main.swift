print("tilewright")
