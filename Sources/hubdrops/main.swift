print("hubdrops")
